import { insertManyEpisodes, manyEpisodeId } from "@retake/dev-env";
import { createSimilarityGraphs } from "@retake/trpc/similarity-graphs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEpisode } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
const COUNT = 300;

beforeAll(async () => {
  house = await startTestFront();
  const { db, store, lab } = house;
  await insertManyEpisodes(db, { workspaceId: lab.id, count: COUNT, seed: 5, withTextVectors: false });
  await createEpisode(db, store, { workspaceId: lab.id, sessionId: "alone", data: { task: "naïve" } });
});
afterAll(() => house.close());

interface Graph {
  nodes: { id: string; label: string; outcome: string | null; reward: number | null; x: number | null }[];
  edges: { source: string; target: string; weight: number }[];
}

function graphs() {
  const wakers: ((id: string) => void)[] = [];
  const signals = {
    connected: true,
    on: (_: string, wake: (id: string) => void) => (wakers.push(wake), () => undefined),
    onGap: () => () => undefined,
  };
  const made = createSimilarityGraphs({ db: house.db, signals });
  return { ...made, say: (id: string) => wakers.forEach((wake) => wake(id)) };
}

const read = (bytes: Uint8Array): Graph => JSON.parse(Buffer.from(bytes).toString()) as Graph;

/** From nothing. */
async function fresh(): Promise<Graph> {
  const made = graphs();
  const graph = read(await made.get(house.lab.id));
  made.close();
  return graph;
}

/** Straight from the rows, pair by pair. */
async function expectedEdges(): Promise<string[]> {
  const points = await house.db.prisma.mapPoint.findMany({
    where: { workspaceId: house.lab.id, kind: "motion" },
  });
  const near = new Map(
    points.map(({ episodeId, neighbours }) => [episodeId, new Map(neighbours as [string, number][])]),
  );
  return [...near].flatMap(([id, of]) =>
    [...of].flatMap(([other, weight]) =>
      id < other && weight >= 0.3 && near.get(other)?.has(id) === true
        ? [`${id} ${other} ${Math.round(weight * 10_000) / 10_000}`]
        : [],
    ),
  );
}

const edgesOf = ({ edges }: Graph): string[] =>
  edges.map(({ source, target, weight }) => `${source} ${target} ${weight}`).toSorted();

test("the graph's bytes are its nodes, newest first, and every edge that two episodes both have, once", async () => {
  const graph = await fresh();
  const rows = await house.db.prisma.episode.findMany({
    where: { workspaceId: house.lab.id, publishedAt: { not: null } },
    orderBy: [{ createdAt: "desc" }, { sessionId: "asc" }],
    include: { dataset: true },
  });
  expect(graph.nodes).toEqual(
    rows.map(({ sessionId, dataset, episodeIndex, outcome, totalReward, umapX, umapY }) => ({
      id: sessionId,
      label: dataset === null ? sessionId : `${dataset.name} #${episodeIndex}`,
      outcome,
      reward: totalReward,
      x: umapX,
      y: umapY,
    })),
  );
  const expected = await expectedEdges();
  expect(expected.length).toBeGreaterThan(COUNT / 4);
  expect(edgesOf(graph)).toEqual(expected.toSorted());
});

test("a graph that was kept costs no query, one changed episode one, and what changed is in the next answer", async () => {
  const { db, lab } = house;
  const kept = graphs();
  const queriesOf = async (): Promise<number> => {
    const before = house.queries();
    await kept.get(lab.id);
    return house.queries() - before;
  };
  const first = await kept.get(lab.id);
  expect(await queriesOf()).toBe(0);

  const [one, two, three] = [7, 8, 9].map((n) => manyEpisodeId(5, n));
  await db.prisma.episode.update({ where: { id: one! }, data: { outcome: null, totalReward: 12.5 } });
  kept.say(`${lab.id}/${one}`);
  expect(await queriesOf()).toBe(1);
  const second = await kept.get(lab.id);
  expect(read(second).nodes.find(({ id }) => id === one)).toMatchObject({ outcome: null, reward: 12.5 });
  expect(Buffer.from(second).equals(Buffer.from(first))).toBe(false);
  expect(read(second)).toEqual(await fresh());

  await db.prisma.episode.delete({ where: { id: two! } });
  kept.say(`${lab.id}/${two}`);
  expect(read(await kept.get(lab.id)).nodes.map(({ id }) => id)).not.toContain(two);
  expect(read(await kept.get(lab.id))).toEqual(await fresh());

  await db.prisma.mapPoint.updateMany({ where: { episodeId: three! }, data: { neighbours: [] } });
  kept.say(lab.id);
  const last = read(await kept.get(lab.id));
  expect(last.edges.filter(({ source, target }) => source === three || target === three)).toEqual([]);
  expect(last).toEqual(await fresh());

  // A wake-up after which all is as it was: looked at once, and the same bytes.
  const held = await kept.get(lab.id);
  kept.say(lab.id);
  expect(await queriesOf()).toBe(1);
  expect(await kept.get(lab.id)).toBe(held);
  kept.close();
});

test("the graph changes over to texts when the last place by motion is gone", async () => {
  const { db, lab } = house;
  const kept = graphs();
  await kept.get(lab.id);
  await db.prisma.mapPoint.deleteMany({ where: { workspaceId: lab.id, kind: "motion" } });
  kept.say(`${lab.id}/${manyEpisodeId(5, 1)}`);
  expect(read(await kept.get(lab.id))).toEqual(await fresh());
  kept.close();
});
