import { createCatalogue } from "@retake/trpc/catalogue";
import { createSearchParts } from "@retake/trpc/search-parts";
import { searchRecords } from "@retake/trpc/search-records";
import { rankByWords } from "@retake/trpc/rank-words";
import { rankWordsInSql } from "@retake/trpc/rank-words-in-sql";
import { searchWords } from "@retake/trpc/search-words";
import { insertManyEpisodes } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEpisode } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { createWordEmbedder, indexEpisode } from "./fixtures/word-embedder.ts";

let house: TestFront;
const embedder = createWordEmbedder();
const reader = { userId: null, role: "viewer" } as const;
const scope = { parsed: { filters: {}, phrases: [], exclusions: [] }, filter: {}, reader };

beforeAll(async () => {
  house = await startTestFront({ parts: { embedder } });
  const { db, store, lab } = house;
  // What waits to be indexed is looked for by name, by one query more.
  await db.prisma.episode.deleteMany({ where: { workspaceId: lab.id } });
  await insertManyEpisodes(db, {
    workspaceId: lab.id,
    count: 300,
    seed: 3,
    textSpace: embedder.space,
    textDims: embedder.dims,
  });
  const id = await createEpisode(db, store, { workspaceId: lab.id, sessionId: "odd" });
  const task = String.raw`it's the C:\robot's "cup" cup cup at 3.5 cm, naïve`;
  await indexEpisode(db, { id, workspaceId: lab.id }, { task, description: "cup of the robot, tooth-brush" });
});
afterAll(() => house.close());

/** Wake-ups by hand. */
function servicesWith(connected: boolean) {
  const wakers: ((id: string) => void)[] = [];
  const signals = {
    connected,
    on: (_: string, wake: (id: string) => void) => (wakers.push(wake), () => undefined),
    onGap: () => () => undefined,
  };
  const { db } = house;
  const search = createSearchParts({ db, signals, local: embedder });
  const catalogue = createCatalogue({ db, signals });
  return {
    db,
    search,
    catalogue,
    now: () => new Date(),
    say: (id: string) => wakers.forEach((wake) => wake(id)),
    close: () => (search.close(), catalogue.close()),
  };
}

const QUESTIONS = [
  "pick up the red cube and put it into the box",
  "second grasp of a cup",
  "cup",
  "naïve robot's cup at 3.5",
  "the of and",
  "slipped, dropped, tried again",
  "towel table wall drawer bolts",
  "tooth-brush",
  "zebra",
  "12 3 5 10",
];

test("words are ranked in memory as Postgres ranks them, and by it alone while they are not in memory", async () => {
  const services = servicesWith(true);
  const { id } = house.lab;
  const allowed = Promise.resolve(null);
  const ranked = (text: string) => rankByWords(services, id, { scope, allowed }, searchWords(text), 400);
  const inSql = (text: string) => rankWordsInSql(services, id, scope, searchWords(text), 400);
  const before = await Promise.all(QUESTIONS.map(ranked));
  await services.search.vectors.get(id, embedder.space);
  const asked = house.queries();
  const inMemory = await Promise.all(QUESTIONS.map(ranked));
  expect(house.queries()).toBe(asked);
  expect(inMemory).toEqual(before);
  expect(inMemory).toEqual(await Promise.all(QUESTIONS.map(inSql)));
  expect(inMemory[2]?.ids[0]).toBe(
    (await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "odd" } })).id,
  );
  services.close();
});

test("a question that was asked before asks Postgres nothing; a new word in it, what it is in full text and the rows that no answer had yet", async () => {
  const services = servicesWith(true);
  const ask = (query: string) =>
    searchRecords(services, house.lab.id, reader, { query, limit: 20, offset: 0 });
  const queriesOf = async (query: string): Promise<number> => {
    const before = house.queries();
    await ask(query);
    return house.queries() - before;
  };
  await ask("second grasp of a red cup");
  await ask("second grasp of a red cup");
  const first = await ask("second grasp of a red cup");
  expect(await queriesOf("second grasp of a red cup")).toBe(0);
  const other = "second grasp of a red xylophone cup";
  expect([1, 2]).toContain(await queriesOf(other));
  expect(await queriesOf(other)).toBe(0);

  // A label changes one row, which is read again with what is known of it: its vectors and words, its texts, the row itself.
  const [hit] = first.hits;
  await house.db.prisma.episode.update({
    where: { id: hit!.record.id },
    data: { rating: 1, tags: ["seen"] },
  });
  services.say(`${house.lab.id}/${hit!.record.sessionId}`);
  const again = await ask("second grasp of a red cup");
  expect(again.hits[0]?.record.tags).toEqual(["seen"]);
  expect(again.hits.map(({ record }) => record.id)).toEqual(first.hits.map(({ record }) => record.id));
  services.close();
});

test("answers are the same while wake-ups are not heard, and hold what was written meanwhile", async () => {
  const [heard, deaf] = [servicesWith(true), servicesWith(false)];
  const request = { query: "grasp of a cup", limit: 20, offset: 0 };
  const ask = (services: typeof heard) => searchRecords(services, house.lab.id, reader, request);
  await ask(heard);
  const [a, b] = [await ask(heard), await ask(deaf)];
  expect(b.hits).toEqual(a.hits);
  const { id } = a.hits[0]!.record;
  await house.db.prisma.episode.update({ where: { id }, data: { tags: ["written meanwhile"] } });
  expect((await ask(deaf)).hits[0]?.record.tags).toEqual(["written meanwhile"]);
  for (const services of [heard, deaf]) services.close();
});
