import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
beforeAll(async () => {
  house = await startTestFront();
  const { episode, finding } = house.db.prisma;
  const kinds = [
    ["lab.episode_000000", "gap"],
    ["lab.episode_000000", "not_a_number"],
    ["lab.episode_000001", "frozen"],
    ["lab.episode_000002", "grasp"],
  ] as const;
  for (const [position, [sessionId, kind]] of kinds.entries()) {
    const { id } = await episode.findFirstOrThrow({ where: { sessionId } });
    await finding.create({ data: { episodeId: id, position, kind, start: 0, text: kind } });
  }
});
afterAll(() => house.close());

test.each([
  ["quality:gap", [0]],
  ["with gaps", [0]],
  ["quality:nan with gaps", [0]],
  ["quality:nan quality:frozen", []],
  ["frozen signals", [1]],
  ["quality:jump", []],
  ["quality:out_of_range", []],
  ["with warnings", [0, 1]],
  ["without warnings", [2]],
  ["without warnings with gaps", []],
])("%s finds the episodes %j, and no other", async (query, numbers) => {
  const response = await fetch(`${house.url}/api/v1/sessions/search`, {
    method: "POST",
    headers: { authorization: `Bearer ${house.lab.tokens.all}`, "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  expect(response.status).toBe(200);
  const hits = (await response.json()) as { session: { session_id: string } }[];
  const wanted = numbers.map((n) => `lab.episode_00000${n}`);
  expect(hits.map(({ session }) => session.session_id).toSorted()).toEqual(wanted);
});
