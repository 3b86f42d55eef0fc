import { compareLanes, type LabelledSpan } from "@retake/collab/agreement";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEpisode, FPS, ROWS } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { createWorkspace, loginCookieOf, passwordHash } from "./fixtures/people.ts";

const workspace = "team";
const DURATION_S = ROWS / FPS;
type Spans = [label: string, start: number, end: number][];

/** What ann, bea and the reference said of each episode; null: not done, or none. */
const WORK: { ann: Spans | null; bea: Spans | null; gold: Spans | null }[] = [
  {
    ann: [
      ["reach", 0, 2],
      ["grasp", 2, 5],
    ],
    bea: [
      ["reach", 0, 2.4],
      ["grasp", 2.4, 5],
    ],
    gold: null,
  },
  {
    ann: [
      ["reach", 0, 1],
      ["lift", 1, 4],
    ],
    bea: [
      ["grasp", 0, 3.1],
      ["lift", 3.1, 4.2],
    ],
    gold: [
      ["reach", 0, 1.1],
      ["lift", 1.1, 4],
    ],
  },
  { ann: [["lift", 0, 5]], bea: [["lift", 0, 5]], gold: null },
  { ann: [["lift", 0, 5]], bea: null, gold: null },
  { ann: [], bea: [["reach", 0.5, 1.5]], gold: null },
];

let house: TestFront;
let team: Awaited<ReturnType<typeof createWorkspace>>;
let ann: string;
let bea: string;
const ids: string[] = [];

beforeAll(async () => {
  house = await startTestFront();
  const { db, store } = house;
  team = await createWorkspace(db, workspace, passwordHash);
  ann = team.people.annotator.id;
  const user = await db.prisma.user.create({
    data: {
      email: "bea@team.test",
      name: "bea",
      memberships: { create: { workspaceId: team.id, role: "annotator" } },
    },
  });
  bea = user.id;
  for (const [n, work] of WORK.entries()) {
    const episodeId = await createEpisode(db, store, {
      workspaceId: team.id,
      sessionId: `team.episode_${n}`,
      episodeIndex: n,
    });
    ids.push(episodeId);
    for (const [assigneeId, spans] of [
      [ann, work.ann],
      [bea, work.bea],
    ] as const) {
      const layer = `blind:${assigneeId}`;
      const state = spans === null ? "todo" : "labelled";
      await db.prisma.assignment.create({
        data: { workspaceId: team.id, episodeId, assigneeId, layer, state, gold: work.gold !== null },
      });
      // What is not done yet is there all the same, and must not count.
      await annotate(episodeId, layer, spans ?? [["reach", 0, 5]]);
    }
    if (work.gold !== null) await annotate(episodeId, "gold", work.gold);
    await annotate(episodeId, "main", [["grasp", 0, 5]]);
  }
});
afterAll(() => house.close());

async function annotate(episodeId: string, layer: string, spans: Spans): Promise<void> {
  const rows = spans.map(([label, start, end], n) => ({
    id: `${layer} ${n}`,
    lane: "subtask",
    label,
    start,
    end,
    state: "accepted",
  }));
  const others = [
    { id: `${layer} q`, lane: "quality", label: "mistake", start: 0, end: 5, state: "accepted" },
    { id: `${layer} p`, lane: "subtask", label: "place", start: 0, end: 5, state: "proposed" },
  ];
  await house.db.prisma.annotation.createMany({
    data: [...rows, ...others].map((row) => ({
      ...row,
      episodeId,
      layer,
      origin: "human",
      createdAt: new Date(),
    })),
  });
}

function clientOf(cookie: string) {
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${house.url}/api/trpc`, headers: { cookie } })],
  });
}
const admin = () => clientOf(team.people.admin.cookie);
const spansOf = (spans: Spans | null): LabelledSpan[] =>
  (spans ?? []).map(([label, start, end]) => ({ label, start, end }));

describe("agreement over the rows of blind layers", () => {
  test("of each episode equals comparing the two lanes, and the worst come first, with both lanes", async () => {
    const { worst, compared, total, lane, classes } = await admin().agreement.overview.query({ workspace });
    expect([lane, compared, total]).toEqual(["subtask", 4, 4]);
    expect(classes.map(({ id }) => id)).toContain("grasp");
    for (const { sessionId, a, b, spans, ...figures } of worst) {
      const work = WORK[Number(sessionId.at(-1))]!;
      const said = (rater: { userId: string } | null): LabelledSpan[] =>
        spansOf(rater === null ? work.gold : rater.userId === ann ? work.ann : work.bea);
      expect(spans).toEqual([said(a), said(b)]);
      const same = compareLanes(said(a), said(b), { fps: FPS, durationS: DURATION_S, toleranceS: 0.25 });
      expect(figures).toMatchObject({
        frames: ROWS,
        kappa: same.kappa,
        accuracy: same.accuracy,
        boundaryF1: same.boundary.f1,
        segmentF1: same.segmentF1,
      });
    }
    const kappas = worst.map(({ kappa }) => kappa ?? 1);
    expect(kappas).toEqual(kappas.toSorted((x, y) => x - y));
    expect(worst.map(({ sessionId }) => sessionId)).not.toContain("team.episode_2");
  });

  test("of a pair equals kappa and overlap counted frame by frame in SQL", async () => {
    const { pairs } = await admin().agreement.overview.query({ workspace });
    expect(pairs.map(({ a, b }) => [a?.userId, b?.userId]).length).toBe(3);
    for (const pair of pairs) {
      const mine = `blind:${pair.a!.userId}`;
      const theirs = pair.b === null ? "gold" : `blind:${pair.b.userId}`;
      const { kappa, accuracy, frames } = await kappaInSql(mine, theirs);
      expect(pair.frames).toBe(frames);
      expect(pair.accuracy).toBeCloseTo(accuracy, 9);
      expect(pair.kappa).toBeCloseTo(kappa, 9);
      for (const one of pair.classes) {
        const found = await overlapInSql(mine, theirs, one.label);
        expect(one.iou, one.label).toBeCloseTo(found, 9);
      }
    }
    expect(pairs.find(({ b }) => b === null)).toMatchObject({ episodes: 1 });
  });

  test("a wider tolerance matches more boundaries", async () => {
    const f1 = async (toleranceS: number) => {
      const { pairs } = await admin().agreement.overview.query({ workspace, toleranceS });
      return pairs.find(({ a, b }) => a !== null && b !== null)!.boundaryF1!;
    };
    const [narrow, wide] = [await f1(0.1), await f1(0.5)];
    expect(wide).toBeGreaterThan(narrow);
  });

  test("is answered again when a label or an assignment changes, and from memory when nothing does", async () => {
    const before = await admin().agreement.overview.query({ workspace });
    const asked = house.queries();
    await admin().agreement.overview.query({ workspace });
    const again = house.queries() - asked;
    await house.db.prisma.assignment.updateMany({
      where: { episodeId: ids[3]!, assigneeId: bea },
      data: { state: "labelled" },
    });
    const middle = house.queries();
    const after = await admin().agreement.overview.query({ workspace });
    expect([before.compared, after.compared]).toEqual([4, 5]);
    expect(house.queries() - middle).toBe(again + 2);
    await house.db.prisma.assignment.updateMany({
      where: { episodeId: ids[3]!, assigneeId: bea },
      data: { state: "todo" },
    });
  });

  test("is not for annotators, and knows lanes of segments only", async () => {
    const refused = async (call: Promise<unknown>): Promise<unknown> =>
      call.then(
        () => null,
        (error: unknown) =>
          error instanceof TRPCClientError ? (error.data as { code: string }).code : error,
      );
    expect(
      await refused(clientOf(team.people.annotator.cookie).agreement.overview.query({ workspace })),
    ).toBe("forbidden");
    expect(await refused(admin().agreement.overview.query({ workspace, lane: "events" }))).toBe(
      "bad_request",
    );
    expect(
      await refused(
        clientOf(await loginCookieOf(bea)).agreement.adopt.mutate({
          workspace,
          sessionId: "team.episode_0",
          userId: ann,
          lane: "subtask",
        }),
      ),
    ).toBe("forbidden");
  });
});

describe("adopting", () => {
  test("makes the team's lane what one person made of it, in the document and in its rows, and says so", async () => {
    const answer = await admin().agreement.adopt.mutate({
      workspace,
      sessionId: "team.episode_0",
      userId: bea,
      lane: "subtask",
    });
    expect(answer.adopted).toBe(2);
    const rows = await house.db.prisma.annotation.findMany({
      where: { episodeId: ids[0]!, layer: "main", lane: "subtask", state: "accepted" },
      orderBy: { start: "asc" },
    });
    const adopted = rows.filter(({ id }) => !id.startsWith("main"));
    expect(adopted.map(({ label, start, end, authorId }) => [label, start, end, authorId])).toEqual([
      ["reach", 0, 2.4, bea],
      ["grasp", 2.4, 5, bea],
    ]);
    const [line] = (
      await admin().activity.list.query({ workspace, sessionId: "team.episode_0" })
    ).activities.filter(({ kind }) => kind === "layer.adopted");
    expect(line).toMatchObject({ person: { userId: team.people.admin.id }, data: { from: bea, adopted: 2 } });
    const again = await admin().agreement.adopt.mutate({
      workspace,
      sessionId: "team.episode_0",
      userId: ann,
      lane: "subtask",
    });
    expect(again).toEqual({ adopted: 2, removed: 2 });
  });

  test("takes nothing from an empty layer, or from one that nobody was asked for", async () => {
    const adopt = (sessionId: string, userId: string) =>
      admin()
        .agreement.adopt.mutate({ workspace, sessionId, userId, lane: "subtask" })
        .catch((error: TRPCClientError<AppRouter>) => error.data?.code);
    expect(await adopt("team.episode_4", ann)).toBe("conflict");
    expect(await adopt("team.episode_0", team.people.admin.id)).toBe("conflict");
    expect(await adopt("rival.secret", bea)).toBe("not_found");
  });
});

const FRAMES = `select e."id", k, (select n."label" from "Annotation" n where n."episodeId" = e."id" and n."layer" = $2 and n."lane" = 'subtask'
    and n."state" = 'accepted' and n."start" <= (k + 0.5) / e."fps" and n."end" > (k + 0.5) / e."fps") as a,
  (select n."label" from "Annotation" n where n."episodeId" = e."id" and n."layer" = $3 and n."lane" = 'subtask'
    and n."state" = 'accepted' and n."start" <= (k + 0.5) / e."fps" and n."end" > (k + 0.5) / e."fps") as b
  from "Episode" e, generate_series(0, e."totalFrames" - 1) k
  where e."workspaceId" = $1 and ($2 = 'gold' or exists (select 1 from "Assignment" x where x."episodeId" = e."id" and x."layer" = $2 and x."state" = 'labelled'))
    and (case when $3 = 'gold' then exists (select 1 from "Annotation" n where n."episodeId" = e."id" and n."layer" = 'gold')
      else exists (select 1 from "Assignment" x where x."episodeId" = e."id" and x."layer" = $3 and x."state" = 'labelled') end)`;

async function kappaInSql(
  mine: string,
  theirs: string,
): Promise<{ kappa: number; accuracy: number; frames: number }> {
  const { rows } = await house.db.pool.query<{ kappa: number; accuracy: number; frames: number }>(
    `with f as (${FRAMES}), n as (select count(*)::float8 as n, count(*) filter (where a is not distinct from b) / count(*)::float8 as po from f),
       ca as (select coalesce(a, '') as label, count(*)::float8 as c from f group by 1), cb as (select coalesce(b, '') as label, count(*)::float8 as c from f group by 1),
       pe as (select sum(ca.c * cb.c) / (n.n * n.n) as pe from ca join cb using (label), n group by n.n)
     select n.n::int as frames, n.po as accuracy, (n.po - pe.pe) / (1 - pe.pe) as kappa from n, pe`,
    [team.id, mine, theirs],
  );
  return rows[0]!;
}

async function overlapInSql(mine: string, theirs: string, label: string): Promise<number> {
  const { rows } = await house.db.pool.query<{ iou: number }>(
    `with f as (${FRAMES}) select count(*) filter (where a = $4 and b = $4)::float8 / count(*) filter (where a = $4 or b = $4) as iou from f`,
    [team.id, mine, theirs, label],
  );
  return rows[0]!.iou;
}
