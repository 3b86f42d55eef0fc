import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import { OF_EPISODES_MAX, SHOWN_OF_EPISODE_MAX, type WorkOnEpisode } from "@retake/trpc/schemas";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { loginCookieOf, ROLES, type RoleName } from "./fixtures/people.ts";

const workspace = "lab";
let house: TestFront;
let bea: { id: string; ask: Ask };
const asks = {} as Record<RoleName, Ask>;
type Ask = (sessionIds: string[]) => Promise<WorkOnEpisode[]>;

/** A whole page, by names as long as they may be. */
const page = Array.from({ length: OF_EPISODES_MAX }, (_, n) => `page_${n}`.padEnd(128, "_"));
const idOf = (sessionId: string): string => `id of ${sessionId}`;

beforeAll(async () => {
  house = await startTestFront();
  await house.db.prisma.episode.createMany({
    data: page.map((sessionId) => ({
      id: idOf(sessionId),
      sessionId,
      workspaceId: house.lab.id,
      source: "import",
      status: "completed",
      fps: 10,
      publishedAt: new Date(),
    })),
  });
  for (const role of ROLES) asks[role] = askAs(house.lab.people[role].cookie);
  bea = await annotator("bea");
});
beforeEach(() => house.db.prisma.assignment.deleteMany());
afterAll(() => house.close());

/** Asks as the list does: by a body, for a page of ids does not fit an address. */
function askAs(cookie: string): Ask {
  const link = httpBatchLink({
    url: `${house.url}/api/trpc`,
    headers: { cookie, origin: house.url },
    methodOverride: "POST",
  });
  const client = createTRPCClient<AppRouter>({ links: [link] });
  return async (sessionIds) =>
    (await client.assignments.ofEpisodes.query({ workspace, sessionIds })).episodes;
}

async function annotator(name: string): Promise<typeof bea> {
  const membership = { create: { workspaceId: house.lab.id, role: "annotator" as const } };
  const user = await house.db.prisma.user.create({
    data: { email: `${name}@lab.test`, name, memberships: membership },
  });
  return { id: user.id, ask: askAs(await loginCookieOf(user.id)) };
}

type Given = { assigneeId: string; state?: string; reviewerId?: string; workspaceId?: string };

/** Gives an episode to somebody, each a millisecond after the one before. */
let given = 0;
async function give(episodeId: string, what: Given): Promise<void> {
  const createdAt = new Date(Date.UTC(2026, 0, 1) + (given += 1));
  await house.db.prisma.assignment.create({
    data: { workspaceId: house.lab.id, episodeId, createdAt, ...what },
  });
}

test("reviewers see who works on an episode and who reviewed it, annotators their own part, viewers nothing", async () => {
  const [first = "", second = "", free = ""] = page;
  const { annotator: ann, admin } = house.lab.people;
  await give(idOf(first), { assigneeId: bea.id });
  await give(idOf(first), { assigneeId: ann.id, state: "accepted", reviewerId: admin.id });
  await give(idOf(second), { assigneeId: ann.id, state: "labelled" });

  const own = { assignee: { userId: ann.id, name: "annotator" } };
  const accepted = { ...own, state: "accepted", reviewer: { userId: admin.id, name: "admin" } };
  const labelled = { ...own, state: "labelled", reviewer: null };
  const todo = { assignee: { userId: bea.id, name: "bea" }, state: "todo", reviewer: null };
  const asked = [first, second, free];
  for (const role of ["owner", "admin"] as const)
    expect(await asks[role](asked), role).toEqual([
      { sessionId: first, total: 2, assignments: [todo, accepted] },
      { sessionId: second, total: 1, assignments: [labelled] },
    ]);
  expect(await asks.annotator(asked)).toEqual([
    { sessionId: first, total: 1, assignments: [accepted] },
    { sessionId: second, total: 1, assignments: [labelled] },
  ]);
  expect(await bea.ask(asked)).toEqual([{ sessionId: first, total: 1, assignments: [todo] }]);
  expect(await asks.viewer(asked)).toEqual([]);
});

test("nothing is told of another workspace's episodes, nor of what is not published", async () => {
  const secret = await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "rival.secret" } });
  const hidden = await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "lab.hidden" } });
  await give(secret.id, { assigneeId: house.rival.people.owner.id, workspaceId: house.rival.id });
  await give(hidden.id, { assigneeId: bea.id });
  expect(await asks.owner(["rival.secret", "lab.hidden", "nowhere"])).toEqual([]);
});

test("a whole page asks Postgres once, whoever asks", async () => {
  const { annotator: ann } = house.lab.people;
  for (const sessionId of page) await give(idOf(sessionId), { assigneeId: ann.id });
  for (const ask of [asks.owner, asks.annotator, asks.viewer]) {
    await ask(["nowhere"]);
    const before = house.queries();
    const found = await ask(page);
    expect(house.queries() - before).toBe(1);
    expect(found).toHaveLength(ask === asks.viewer ? 0 : OF_EPISODES_MAX);
  }
});

test("of an episode that many have the first are told and all are counted", async () => {
  const [first = ""] = page;
  const many = SHOWN_OF_EPISODE_MAX + 3;
  const people: string[] = [];
  for (let n = 0; n < many; n += 1) people.push((await annotator(`ann${n}`)).id);
  for (const assigneeId of people) await give(idOf(first), { assigneeId });
  const [work] = await asks.owner([first]);
  expect(work?.total).toBe(many);
  expect(work?.assignments.map(({ assignee }) => assignee.userId)).toEqual(
    people.slice(0, SHOWN_OF_EPISODE_MAX),
  );
});

test("more than a page, or none, is refused", async () => {
  for (const asked of [[...page, "one-more"], []]) {
    const error: unknown = await asks.owner(asked).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TRPCClientError);
    expect((error as TRPCClientError<AppRouter>).data?.code).toBe("bad_request");
  }
});
