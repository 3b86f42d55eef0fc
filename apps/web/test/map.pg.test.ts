import { notify } from "@retake/db/notify";
import { insideOf, writeArea } from "@retake/trpc/map-area";
import { eachCode, type MapCategoryName, type MapData } from "@retake/trpc/map-data";
import { decodeMap } from "@retake/trpc/map-wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEpisode } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
const idOf = new Map<string, string>();
const NAMES = ["lab.episode_000000", "lab.episode_000001", "lab.episode_000002"];

beforeAll(async () => {
  house = await startTestFront();
  const { prisma } = house.db;
  for (const { id, sessionId } of await prisma.episode.findMany()) idOf.set(sessionId, id);
  await prisma.mapLayout.create({
    data: {
      workspaceId: house.lab.id,
      kind: "motion",
      version: 4,
      seed: 1,
      fittedCount: 3,
      clusters: [
        { id: 7, name: "push", x: 0, y: 0, count: 1 },
        { id: 9, name: "lift", x: 5, y: 5, count: 2 },
      ],
    },
  });
  await Promise.all(NAMES.map((name, n) => place(name, { x: 10 - n, y: n / 4, cluster: n === 0 ? 7 : 9 })));
  await place("lab.hidden", { x: 0, y: 0, cluster: 7 });
  await place("rival.secret", { workspaceId: house.rival.id, x: 1, y: 1 });
  const annotation = { layer: "main", lane: "subtask", start: 0, createdAt: new Date(), origin: "human" };
  const episodeId = idOf.get(NAMES[1]!)!;
  await prisma.annotation.createMany({
    data: [
      { ...annotation, episodeId, id: "a", label: "grasp", state: "accepted" },
      { ...annotation, episodeId, id: "b", label: "lift", state: "accepted" },
      { ...annotation, episodeId, id: "c", label: "drop", state: "proposed" },
      { ...annotation, episodeId, id: "d", label: "slip", state: "accepted", layer: "gold" },
    ],
  });
  await prisma.assignment.createMany({
    data: [
      { workspaceId: house.lab.id, episodeId, assigneeId: house.lab.people.annotator.id },
      { workspaceId: house.lab.id, episodeId, assigneeId: house.lab.people.owner.id, state: "accepted" },
    ],
  });
});
afterAll(() => house.close());

async function place(
  sessionId: string,
  { workspaceId = house.lab.id, ...point }: { workspaceId?: string; x: number; y: number; cluster?: number },
): Promise<void> {
  const neighbours = ["lab.episode_000001", "rival.secret", "lab.hidden"].map((name) => [
    idOf.get(name),
    0.5,
  ]);
  await house.db.prisma.mapPoint.create({
    data: { workspaceId, episodeId: idOf.get(sessionId)!, kind: "motion", neighbours, ...point },
  });
}

const as = (role: "owner" | "annotator" | "viewer"): Record<string, string> => ({
  cookie: house.lab.people[role].cookie,
});
const mapUrl = (kind = "motion", workspace = "lab"): string =>
  `${house.url}/data/v1/workspaces/${workspace}/map/${kind}`;

async function mapOf(headers: Record<string, string>, kind?: string): Promise<MapData> {
  const response = await fetch(mapUrl(kind), { headers });
  expect(response.status).toBe(200);
  return decodeMap(await response.arrayBuffer());
}

function valuesOf(map: MapData, name: MapCategoryName, point: number): string[] {
  const category = map.categories.find((one) => one.name === name)!;
  const found: string[] = [];
  eachCode(category, point, (code) => found.push(category.values[code]!.value));
  return found.toSorted();
}

test("a map has every visible episode with a place, oldest first, with what it can be coloured by", async () => {
  const map = await mapOf(as("owner"));
  expect(map).toMatchObject({ kind: "motion", count: 3, sessionIds: NAMES, layout: { version: 4 } });
  expect([...map.x]).toEqual([10, 9, 8]);
  expect([...map.y]).toEqual([0, 0.25, 0.5]);
  expect([...map.numbers.reward]).toEqual([0, 1, 2]);
  expect([...map.numbers.created]).toEqual([0, 86_400, 172_800]);
  expect(map.numbers.rating.every(Number.isNaN)).toBe(true);
  expect(NAMES.map((_, n) => valuesOf(map, "cluster", n))).toEqual([["7"], ["9"], ["9"]]);
  expect(NAMES.map((_, n) => valuesOf(map, "outcome", n))).toEqual([["success"], [], []]);
  expect(valuesOf(map, "dataset", 0)).toEqual(["pusht"]);
  expect(valuesOf(map, "task", 0)).toEqual(["push the block"]);
  expect(valuesOf(map, "tag", 1)).toEqual(["slip"]);
  // The team's and accepted: no suggestion, no reference.
  expect(valuesOf(map, "label", 1)).toEqual(["grasp", "lift"]);
});

test("reviewers see everybody's assignments, others their own, tokens none", async () => {
  const people = async (headers: Record<string, string>): Promise<string[]> =>
    valuesOf(await mapOf(headers), "person", 1);
  const { owner, annotator } = house.lab.people;
  expect(await people(as("owner"))).toEqual([owner.id, annotator.id].toSorted());
  expect(await people(as("annotator"))).toEqual([annotator.id]);
  expect(await people(as("viewer"))).toEqual([]);
  expect(await people({ authorization: `Bearer ${house.lab.tokens.read}` })).toEqual([]);
  expect(valuesOf(await mapOf(as("annotator")), "review", 1)).toEqual(["todo"]);
});

test("a map nobody has made yet is an empty one; one of another name is not there", async () => {
  expect(await mapOf(as("viewer"), "visual")).toMatchObject({ count: 0, layout: null, sessionIds: [] });
  for (const kind of ["sound", "motion%2Fx"]) {
    expect((await fetch(mapUrl(kind), { headers: as("owner") })).status, kind).toBe(404);
  }
  expect((await fetch(mapUrl(), { method: "POST", headers: as("owner") })).status).toBe(405);
});

test("a second look costs no query and, with its tag, no bytes; a change announced is seen", async () => {
  const first = await fetch(mapUrl(), { headers: as("owner") });
  const etag = first.headers.get("etag")!;
  await first.arrayBuffer();
  const before = house.queries();
  const again = await fetch(mapUrl(), { headers: { ...as("owner"), "if-none-match": etag } });
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  const looked = house.queries() - before;
  const third = await fetch(mapUrl(), { headers: as("owner") });
  await third.arrayBuffer();
  // Signing in is checked each time, and nothing else is asked.
  expect(house.queries() - before - looked).toBe(looked);
  expect(third.headers.get("etag")).toBe(etag);

  idOf.set(
    "lab.late",
    await createEpisode(house.db, house.store, { workspaceId: house.lab.id, sessionId: "lab.late" }),
  );
  await place("lab.late", { x: -3, y: -3 });
  await notify(house.db.pool, "index", `${house.lab.id}/lab.late`);
  await expect.poll(async () => (await mapOf(as("owner"))).sessionIds).toContain("lab.late");
});

test("neighbours never name an episode of another workspace, nor a hidden one", async () => {
  const input = encodeURIComponent(JSON.stringify({ workspace: "lab", kind: "motion", sessionId: NAMES[0] }));
  const response = await fetch(`${house.url}/api/trpc/map.neighbours?input=${input}`, {
    headers: as("viewer"),
  });
  const body = (await response.json()) as { result: { data: { neighbours: unknown } } };
  expect(body.result.data.neighbours).toEqual([{ sessionId: "lab.episode_000001", similarity: 0.5 }]);
});

describe("episodes of an area", () => {
  const listed = async (area: string): Promise<Response> =>
    fetch(
      `${house.url}/api/trpc/episodes.list?input=${encodeURIComponent(JSON.stringify({ workspace: "lab", area, sort: "name" }))}`,
      {
        headers: as("viewer"),
      },
    );

  test("are those that the lasso on the map takes, also where its line crosses itself", async () => {
    const map = await mapOf(as("owner"));
    const star = [0, 2, 4, 1, 3].map((k): [number, number] => [
      9 + 1.7 * Math.sin((2 * Math.PI * k) / 5),
      0.25 + 1.7 * Math.cos((2 * Math.PI * k) / 5),
    ]);
    const areas = [
      [
        [7.5, -1],
        [9.5, -1],
        [9.5, 1],
        [7.5, 1],
      ] as [number, number][],
      [
        [11, -1],
        [9.5, -1],
        [9.5, 1],
        [11, 1],
      ] as [number, number][],
      star,
    ];
    for (const corners of areas) {
      const isInside = insideOf({ corners });
      const inside = map.sessionIds.filter((_, i) => isInside(map.x[i]!, map.y[i]!));
      const response = await listed(writeArea({ kind: "motion", corners }));
      const body = (await response.json()) as { result: { data: { episodes: { sessionId: string }[] } } };
      expect(body.result.data.episodes.map(({ sessionId }) => sessionId)).toEqual(inside.toSorted());
      expect(inside.length).toBeGreaterThan(0);
    }
  });

  test("are also to be had by name, and none that another workspace has", async () => {
    const input = { workspace: "lab", ids: "lab.episode_000001,rival.secret,lab.hidden" };
    const response = await fetch(
      `${house.url}/api/trpc/episodes.list?input=${encodeURIComponent(JSON.stringify(input))}`,
      { headers: as("viewer") },
    );
    const body = (await response.json()) as { result: { data: { episodes: { sessionId: string }[] } } };
    expect(body.result.data.episodes.map(({ sessionId }) => sessionId)).toEqual(["lab.episode_000001"]);
  });

  test("that is no area is refused", async () => {
    for (const area of ["motion:1,2;3,4", "sound:0,0;1,0;1,1", "motion:0,0;1,0;1,1)'::polygon --"]) {
      expect((await listed(area)).status, area).toBe(400);
    }
  });
});
