import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  splitLink,
  TRPCClientError,
  wsLink,
} from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import type { AssignmentCounts } from "@retake/trpc/schemas";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createEpisode } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { createWorkspace, loginCookieOf, passwordHash, type RoleName } from "./fixtures/people.ts";

const workspace = "team";
let house: TestFront;
let team: Awaited<ReturnType<typeof createWorkspace>>;
let bea: { id: string; client: Client };
const episodes: string[] = [];
const EPISODES = 5;
const clients = {} as Record<RoleName, Client>;
type Client = ReturnType<typeof clientOf>;
const closers: (() => void)[] = [];

beforeAll(async () => {
  house = await startTestFront();
  const { db, store } = house;
  team = await createWorkspace(db, workspace, passwordHash);
  for (let n = 0; n < EPISODES; n += 1) {
    const sessionId = `team.episode_${n}`;
    await createEpisode(db, store, {
      workspaceId: team.id,
      sessionId,
      episodeIndex: n,
      data: { task: n < 3 ? "stack" : "pour" },
    });
    episodes.push(sessionId);
  }
  for (const [role, one] of Object.entries(team.people)) clients[role as RoleName] = clientOf(one.cookie);
  const user = await db.prisma.user.create({
    data: {
      email: "bea@team.test",
      name: "bea",
      memberships: { create: { workspaceId: team.id, role: "annotator" } },
    },
  });
  bea = { id: user.id, client: clientOf(await loginCookieOf(user.id)) };
});
beforeEach(async () => {
  await house.db.prisma.assignment.deleteMany({ where: { workspaceId: team.id } });
  await house.db.prisma.annotation.deleteMany({});
});
afterAll(async () => {
  for (const close of closers) close();
  await house.close();
});

function clientOf(cookie: string) {
  const headers = { cookie };
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { ...headers, origin: house.url } });
    }
  }
  const socket = createWSClient({
    url: `${house.url.replace("http", "ws")}/api/trpc`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    lazy: { enabled: true, closeMs: 0 },
  });
  closers.push(() => void socket.close());
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: wsLink({ client: socket }),
        false: httpBatchLink({ url: `${house.url}/api/trpc`, headers }),
      }),
    ],
  });
}

async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string } | null> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof TRPCClientError ? (error.data as { code: string; message: string }) : null;
}

const assign = (what: Partial<Parameters<Client["assignments"]["create"]["mutate"]>[0]> = {}) =>
  clients.owner.assignments.create.mutate({
    workspace,
    episodes: { filter: {} },
    people: [team.people.annotator.id],
    split: "share",
    ...what,
  });

/** One assignment of the annotator's, and its id. */
async function assignOne(): Promise<string> {
  await assign({ episodes: { sessionIds: ["team.episode_0"] } });
  const { assignments } = await clients.annotator.assignments.list.query({ workspace, queue: "mine" });
  return assignments[0]!.id;
}

const stateOf = async (id: string): Promise<string> =>
  (await house.db.prisma.assignment.findUniqueOrThrow({ where: { id } })).state;

describe("assigning", () => {
  test("shares out all that match a filter, evenly and in order", async () => {
    expect(await assign({ people: [team.people.annotator.id, bea.id] })).toEqual({
      episodes: 5,
      assigned: 5,
      skipped: 0,
    });
    const rows = await house.db.prisma.assignment.findMany({
      include: { episode: true },
      orderBy: { episode: { episodeIndex: "asc" } },
    });
    expect(rows.map(({ assigneeId }) => assigneeId === bea.id)).toEqual([false, true, false, true, false]);
    expect(rows.every(({ layer, state, gold }) => layer === "main" && state === "todo" && !gold)).toBe(true);
  });

  test("takes only what a filter finds, and what is in the workspace and published", async () => {
    expect(await assign({ episodes: { filter: { task: "pour" } } })).toMatchObject({ assigned: 2 });
    const foreign = { sessionIds: ["lab.episode_000000", "rival.secret", "nothing"] };
    expect(await assign({ episodes: foreign })).toEqual({ episodes: 0, assigned: 0, skipped: 0 });
  });

  test("leaves alone what somebody has when it shares out, and gives it to others when everyone is to label", async () => {
    await assign({ episodes: { filter: { task: "pour" } } });
    expect(await assign({ people: [bea.id] })).toEqual({ episodes: 5, assigned: 3, skipped: 2 });
    const everyone = { people: [team.people.annotator.id, bea.id], split: "everyone" as const, blind: true };
    expect(await assign(everyone)).toEqual({ episodes: 5, assigned: 5, skipped: 5 });
    expect(await house.db.prisma.assignment.count()).toBe(10);
  });

  test("two people who share out at once give no episode to two", async () => {
    await Promise.all([assign(), assign({ people: [bea.id] }), assign(), assign({ people: [bea.id] })]);
    expect(await house.db.prisma.assignment.count()).toBe(EPISODES);
  });

  test("gives each an own layer when blind, and compares with a reference where there is one", async () => {
    const { id } = await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "team.episode_1" } });
    await annotate(id, "gold", [["grasp", 0, 1]]);
    await assign({ people: [bea.id], blind: true, gold: true });
    const rows = await house.db.prisma.assignment.findMany();
    expect(rows.map(({ layer }) => layer)).toEqual(Array(EPISODES).fill(`blind:${bea.id}`));
    expect(rows.filter(({ gold }) => gold).map(({ episodeId }) => episodeId)).toEqual([id]);
    const seen = await bea.client.assignments.list.query({ workspace, queue: "mine" });
    expect(seen.assignments.map(({ isGold, isBlind }) => [isGold, isBlind])).toEqual(
      Array(EPISODES).fill([null, true]),
    );
    const kept = await clients.admin.assignments.list.query({ workspace, queue: "all" });
    expect(kept.assignments.filter(({ isGold }) => isGold === true)).toHaveLength(1);
  });

  test("refuses people who may not label here, a comparison that is not blind, and too many episodes, and assigns nothing", async () => {
    for (const stranger of [team.people.viewer.id, house.rival.people.owner.id, "nobody"])
      expect(await refusal(assign({ people: [bea.id, stranger] }))).toMatchObject({ code: "bad_request" });
    expect(await refusal(assign({ gold: true }))).toMatchObject({ code: "bad_request" });
    expect(await house.db.prisma.assignment.count()).toBe(0);
  });

  test("assigns ten thousand at once, and none of one more", async () => {
    const many = `many-${crypto.randomUUID()}`;
    await house.db.pool.query(
      `insert into "Episode" ("id", "workspaceId", "sessionId", "source", "status", "task", "fps", "publishedAt")
       select $2 || n, $1, $2 || n, 'import', 'completed', $2, 10, now() from generate_series(1, 10001) n`,
      [team.id, many],
    );
    const all = { episodes: { filter: { task: many } }, people: [team.people.annotator.id, bea.id] };
    expect(await refusal(assign(all))).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining("10,000"),
    });
    expect(await house.db.prisma.assignment.count()).toBe(0);
    await house.db.pool.query(`delete from "Episode" where "id" = $1`, [`${many}1`]);
    expect(await assign(all)).toEqual({ episodes: 10_000, assigned: 10_000, skipped: 0 });
    const page = await clients.owner.assignments.list.query({ workspace, queue: "all", assignee: bea.id });
    expect(page.total).toBe(5_000);
    await house.db.pool.query(`delete from "Episode" where "task" = $1`, [many]);
  });

  test("takes assignments back, those of the workspace only", async () => {
    const id = await assignOne();
    const rival = clientOf(house.rival.people.owner.cookie);
    expect(await rival.assignments.remove.mutate({ workspace: "rival", ids: [id] })).toEqual({ removed: 0 });
    expect(await clients.admin.assignments.remove.mutate({ workspace, ids: [id, "other"] })).toEqual({
      removed: 1,
    });
    expect(await house.db.prisma.assignment.count()).toBe(0);
  });
});

describe("an assignment's way", () => {
  type Verb = "done" | "reopen" | "take" | "release" | "accept" | "return" | "reconsider";
  const press = (client: Client, verb: Verb, id: string) =>
    verb === "return"
      ? client.review.return.mutate({ workspace, id, reason: "edges are late" })
      : client.review[verb].mutate({ workspace, id });

  const STATES = ["todo", "labelled", "in_review", "accepted", "returned"] as const;
  /** Where each press leads from each state, by the person who may press it; null: nowhere. */
  const WAY: [Verb, "annotator" | "admin", (string | null)[]][] = [
    ["done", "annotator", ["labelled", null, null, null, "labelled"]],
    ["reopen", "annotator", [null, "todo", null, null, null]],
    ["take", "admin", [null, "in_review", null, null, null]],
    ["release", "admin", [null, null, "labelled", null, null]],
    ["accept", "admin", [null, "accepted", "accepted", null, null]],
    ["return", "admin", [null, "returned", "returned", null, null]],
    ["reconsider", "admin", [null, null, null, "in_review", null]],
  ];

  test.each(WAY)("%s by the %s leads where it says, and nowhere else", async (verb, who, leads) => {
    const id = await assignOne();
    for (const [i, state] of STATES.entries()) {
      const reviewerId = state === "in_review" || state === "accepted" ? team.people.admin.id : null;
      await house.db.prisma.assignment.update({ where: { id }, data: { state, reviewerId } });
      const to = leads[i] ?? null;
      if (to === null)
        expect(await refusal(press(clients[who], verb, id)), state).toMatchObject({ code: "conflict" });
      else expect(await press(clients[who], verb, id), state).toEqual({ id, state: to });
      expect(await stateOf(id)).toBe(to ?? state);
    }
  });

  test("only the person who has it says that it is done, and annotators and viewers judge nothing", async () => {
    const id = await assignOne();
    for (const client of [bea.client, clients.owner])
      expect(await refusal(press(client, "done", id))).toMatchObject({ code: "not_found" });
    for (const verb of ["take", "release", "accept", "return", "reconsider"] as const)
      expect(await refusal(press(clients.annotator, verb, id))).toMatchObject({ code: "forbidden" });
    expect(await refusal(press(clients.viewer, "done", id))).toMatchObject({ code: "forbidden" });
    expect(await stateOf(id)).toBe("todo");
  });

  test("what one reviewer has taken another cannot judge, and hears who has it; released, they can", async () => {
    const id = await assignOne();
    await press(clients.annotator, "done", id);
    await press(clients.owner, "take", id);
    for (const verb of ["accept", "return", "take"] as const) {
      const refused = await refusal(press(clients.admin, verb, id));
      expect(refused).toMatchObject({ code: "conflict", message: expect.stringContaining("owner") });
    }
    await press(clients.admin, "release", id);
    expect(await press(clients.admin, "accept", id)).toEqual({ id, state: "accepted" });
  });

  test("a return says why, and stands first in the work of the person who gets it", async () => {
    await assign();
    const mine = (): ReturnType<Client["assignments"]["list"]["query"]> =>
      clients.annotator.assignments.list.query({ workspace, queue: "mine" });
    const third = (await mine()).assignments[2]!;
    await press(clients.annotator, "done", third.id);
    expect((await mine()).assignments.map(({ episode }) => episode.sessionId)).toEqual(
      [0, 1, 3, 4, 2].map((n) => episodes[n]),
    );
    await press(clients.admin, "return", third.id);
    expect((await mine()).assignments[0]).toMatchObject({
      id: third.id,
      state: "returned",
      reason: "edges are late",
      reviewer: { name: "admin" },
    });
    await press(clients.annotator, "done", third.id);
    expect((await mine()).assignments.at(-1)).toMatchObject({ id: third.id, reason: null });
    expect(
      await refusal(clients.admin.review.return.mutate({ workspace, id: third.id, reason: "  " })),
    ).toMatchObject({ code: "bad_request" });
  });

  test("of two reviewers who accept and return at once one wins, the other hears it, and both see the same", async () => {
    for (let round = 0; round < 15; round += 1) {
      await house.db.prisma.assignment.deleteMany({});
      const id = await assignOne();
      await press(clients.annotator, "done", id);
      const seen: Record<"owner" | "admin", AssignmentCounts[]> = { owner: [], admin: [] };
      const stops = (["owner", "admin"] as const).map((who) =>
        clients[who].assignments.watch.subscribe(
          { workspace },
          { onData: (counts) => seen[who].push(counts) },
        ),
      );
      await vi.waitFor(
        () => expect([seen.owner.at(-1)?.review, seen.admin.at(-1)?.review]).toEqual([1, 1]),
        60_000,
      );
      const results = await Promise.all([
        refusal(press(clients.owner, "accept", id)),
        refusal(press(clients.admin, "return", id)),
      ]);
      const won = results.findIndex((result) => result === null);
      expect(results[1 - won]).toMatchObject({ code: "conflict" });
      expect(await stateOf(id)).toBe(won === 0 ? "accepted" : "returned");
      await vi.waitFor(
        () => expect([seen.owner.at(-1)?.review, seen.admin.at(-1)?.review]).toEqual([0, 0]),
        60_000,
      );
      expect(seen.owner.at(-1)?.version).toBe(seen.admin.at(-1)?.version);
      for (const stop of stops) stop.unsubscribe();
    }
    const told = await house.db.prisma.activity.count({
      where: { workspaceId: team.id, kind: { in: ["assignment.accepted", "assignment.returned"] } },
    });
    expect(told).toBeGreaterThanOrEqual(15);
  }, 60_000);
});

describe("queues", () => {
  test("annotators see their own, reviewers all, viewers none", async () => {
    await assign({ people: [team.people.annotator.id, bea.id] });
    const totals = async (client: Client) =>
      Promise.all(
        (["mine", "all"] as const).map(
          async (queue) => (await client.assignments.list.query({ workspace, queue })).total,
        ),
      );
    expect(await totals(clients.annotator)).toEqual([3, 3]);
    expect(await totals(bea.client)).toEqual([2, 2]);
    expect(await totals(clients.admin)).toEqual([0, 5]);
    expect(await totals(clients.viewer)).toEqual([0, 0]);
    const { people } = await clients.annotator.assignments.progress.query({ workspace });
    expect(people.map(({ person }) => person.name)).toEqual(["annotator"]);
  });

  test("progress counts each person's and each dataset's states", async () => {
    await assign({ people: [team.people.annotator.id, bea.id] });
    const { assignments } = await bea.client.assignments.list.query({ workspace, queue: "mine" });
    await bea.client.review.done.mutate({ workspace, id: assignments[0]!.id });
    const { people, datasets } = await clients.owner.assignments.progress.query({ workspace });
    const none = { in_review: 0, accepted: 0, returned: 0 };
    expect(people).toEqual([
      {
        person: { userId: team.people.annotator.id, name: "annotator" },
        counts: { todo: 3, labelled: 0, ...none },
      },
      { person: { userId: bea.id, name: "bea" }, counts: { todo: 1, labelled: 1, ...none } },
    ]);
    expect(datasets).toEqual([{ slug: null, name: null, counts: { todo: 4, labelled: 1, ...none } }]);
  });

  test("the first place without a label is that of the layer which is worked in", async () => {
    await assign({ episodes: { sessionIds: ["team.episode_0", "team.episode_1", "team.episode_2"] } });
    const [first, second, third] = await Promise.all(
      episodes
        .slice(0, 3)
        .map((sessionId) => house.db.prisma.episode.findFirstOrThrow({ where: { sessionId } })),
    );
    await annotate(first!.id, "main", [
      ["reach", 0, 2],
      ["grasp", 2, 3.2],
      ["lift", 4, 5],
    ]);
    await annotate(second!.id, "main", [["reach", 0, 5]]);
    await annotate(third!.id, `blind:${bea.id}`, [["reach", 0, 5]]);
    const { assignments } = await clients.annotator.assignments.list.query({ workspace, queue: "mine" });
    expect(assignments.map(({ firstGapS, labels }) => [firstGapS, labels])).toEqual([
      [3.2, 3],
      [null, 1],
      [0, 0],
    ]);
  });

  test("an episode tells how it stands with its reader, and where their work goes on", async () => {
    await assign({ people: [team.people.annotator.id, bea.id], split: "everyone", blind: true });
    const mine = await bea.client.assignments.ofEpisode.query({ workspace, sessionId: "team.episode_0" });
    expect(mine).toMatchObject({
      mine: { state: "todo", isBlind: true, assignee: { name: "bea" } },
      others: [],
      next: { sessionId: "team.episode_1" },
    });
    const all = await clients.admin.assignments.ofEpisode.query({ workspace, sessionId: "team.episode_0" });
    expect(all).toMatchObject({ mine: null, next: null });
    expect(all.others.map(({ assignee }) => assignee.name).toSorted()).toEqual(["annotator", "bea"]);
    expect(
      await refusal(bea.client.assignments.ofEpisode.query({ workspace, sessionId: "rival.secret" })),
    ).toMatchObject({ code: "not_found" });
  });
});

/** Segments of the lane of subtasks, as the projector writes them. */
async function annotate(episodeId: string, layer: string, spans: [string, number, number][]): Promise<void> {
  await house.db.prisma.annotation.createMany({
    data: spans.map(([label, start, end], n) => ({
      episodeId,
      layer,
      id: `${layer} ${n}`,
      lane: "subtask",
      label,
      start,
      end,
      origin: "human",
      state: "accepted",
      createdAt: new Date(),
    })),
  });
}
