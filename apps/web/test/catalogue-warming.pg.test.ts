import { setImmediate } from "node:timers/promises";
import { startTestDatabase } from "@retake/dev-env";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { TokenActor } from "@retake/trpc/actor";
import type { CatalogueEpisode, CatalogueOptions } from "@retake/trpc/catalogue";
import type { Context } from "@retake/trpc/context";
import { handleRest, matchRoute } from "@retake/trpc/rest";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { watchCatalogue, type WatchedCatalogue } from "./fixtures/watched-catalogue.ts";

/** More than two batches. */
const EPISODES = 450;
const LAB = "lab";
const RIVAL = "rival";
const MINUTE_MS = 60_000;
/** Of a row at least, whatever it holds. */
const ROW_BYTES_MIN = 1_000;

let database: Awaited<ReturnType<typeof startTestDatabase>>;
beforeAll(async () => {
  database = await startTestDatabase();
  const { pool } = database.db;
  await pool.query(
    `insert into "Workspace" ("id", "slug", "name") values ('${LAB}', 'lab', ''), ('${RIVAL}', 'rival', '')`,
  );
  await pool.query(
    `insert into "Episode" ("id", "workspaceId", "sessionId", "source", "status", "fps", "task", "updatedAt", "createdAt", "publishedAt")
     select w || '.e' || n, w, 'e' || n, 'import', 'completed', 10, 'as it was', now(),
       -- Five of each instant, so that pages end between equals.
       timestamptz '2026-01-01' - (n / 5) * interval '1 minute', case when n % 50 = 49 then null else now() end
     from unnest(array['${LAB}', '${RIVAL}']) w, generate_series(0, ${EPISODES - 1}) n`,
  );
  await pool.query(
    `insert into "Topic" ("episodeId", "name", "kind", "dataType", "shape", "messageCount", "firstTime", "lastTime", "avgFrequency", "stats", "position")
     select e."id", topic, 'signal', 'float32[]', '{2}', 7, 0, 0.6, 10, '{"min":[0,1]}', position
     from "Episode" e, unnest(array['/b', '/a']) with ordinality t(topic, position)`,
  );
  await pool.query(
    `insert into "Segment" ("episodeId", "part", "key", "bytes", "rows", "firstTime", "lastTime")
     select "id", 0, 'seg/' || "id", 100, 7, 0, 0.6 from "Episode"`,
  );
});
afterAll(() => database.close());

const published = Array.from({ length: EPISODES }, (_, n) => n).filter((n) => n % 50 !== 49);
const newest = "e0";
const oldest = "e448";

function open(options: Pick<CatalogueOptions, "warmBytesMax" | "reader"> = {}): WatchedCatalogue {
  const watched = watchCatalogue(database.db, options);
  onTestFinished(() => watched.catalogue.close());
  return watched;
}

const ask = (
  { catalogue }: WatchedCatalogue,
  id: string,
  workspaceId = LAB,
): Promise<CatalogueEpisode | null> => catalogue.episode(workspaceId, id);

const taskOf = async (watched: WatchedCatalogue, id: string): Promise<string | null | undefined> =>
  (await ask(watched, id))?.task;

/** What is read from its text when asked for, too. */
function whole(episode: CatalogueEpisode | null | undefined): unknown {
  const { topics, cameras, segments } = episode ?? {};
  return { ...episode, topics, cameras, segments };
}

async function queriesOf({ asked }: WatchedCatalogue, act: () => Promise<unknown>): Promise<number> {
  const before = asked.length;
  await act();
  return asked.length - before;
}

const pages = ({ asked }: WatchedCatalogue): number => asked.filter(({ kind }) => kind === "page").length;

/** Changes an episode, and changes it back after the test. @returns its new task */
async function edit(id: string): Promise<string> {
  const write = (task: string) =>
    database.db.prisma.episode.updateMany({ where: { sessionId: id, workspaceId: LAB }, data: { task } });
  await write("as it is now");
  onTestFinished(async () => void (await write("as it was")));
  return "as it is now";
}

test("after the first episode every other one is answered without a query, and as one query would", async () => {
  const watched = open();
  await ask(watched, oldest);
  await watched.warmed();
  const known = new Map<string, CatalogueEpisode | null>();
  const queries = await queriesOf(watched, async () => {
    for (const n of published) known.set(`e${n}`, await ask(watched, `e${n}`));
  });
  expect(queries).toBe(0);
  for (const id of [newest, "e198", "e204", "e448"]) {
    const alone = open();
    expect(whole(known.get(id))).toStrictEqual(whole(await ask(alone, id)));
    expect(known.get(id)).toMatchObject({
      id: `${LAB}.${id}`,
      topics: [{ name: "/b", units: [] }, { name: "/a" }],
    });
  }
  expect(await ask(watched, "e49")).toBeNull();
});

/** The text that lies ready; the episode lies there with it, or neither does. */
const readyOf = ({ catalogue }: WatchedCatalogue, id: string, workspaceId = LAB): string | null => {
  const json = catalogue.sessionJson(workspaceId, id);
  expect(catalogue.held(workspaceId, id) === null).toBe(json === null);
  return json === null ? null : Buffer.from(json).toString();
};

const reader: TokenActor = {
  kind: "token",
  tokenId: "reader",
  scopes: ["read"],
  workspaces: [{ id: LAB, slug: "lab", name: "", role: "viewer" }],
};

/** What `GET /sessions/{id}` answers. */
async function detailOf({ catalogue }: WatchedCatalogue, id: string): Promise<string> {
  const match = matchRoute("GET", `/sessions/${id}`);
  if (match === null || "allow" in match) throw new Error("no route answers");
  const ctx = { catalogue, actor: reader } as unknown as Context;
  const call = { match, ctx, queryString: "", accept: "", workspaceHeader: undefined };
  const { body } = await handleRest({
    ...call,
    readJson: () => Promise.reject(new Error("a GET has no body")),
  });
  return Buffer.from(body as string | Uint8Array).toString();
}

test("what was loaded ahead lies ready for REST, byte for byte as it is written for who asks, also once asked for", async () => {
  const watched = open();
  await ask(watched, oldest);
  await watched.warmed();
  for (const id of [newest, "e198", "e204", "e448"]) {
    const ready = readyOf(watched, id);
    expect(ready).toBe(await detailOf(open(), id));
    expect(whole(await ask(watched, id))).toStrictEqual(whole(watched.catalogue.held(LAB, id)));
    expect(await detailOf(watched, id)).toBe(ready);
  }
  expect(readyOf(watched, "e49")).toBeNull();
  expect(readyOf(watched, newest, RIVAL)).toBeNull();
});

const announcements: [string, (watched: WatchedCatalogue, id: string) => void][] = [
  ["of the episode", ({ say }, id) => say(`${LAB}/${id}`)],
  ["of the workspace", ({ say }) => say(LAB)],
  ["of something unknown", ({ say }) => say("neither-of-both")],
  ["of no episode's name", ({ say }) => say(`${LAB}/not a name`)],
  ["of an own write", ({ catalogue }, id) => catalogue.forget(LAB, id)],
  ["by a gap", ({ gap }) => gap()],
];

test.each(announcements)(
  "a change while a batch is loading is not hidden by the batch: told %s",
  async (_, tell) => {
    const watched = open();
    const { read, release } = watched.hold("page");
    await ask(watched, oldest);
    await read;
    const now = await edit(newest);
    tell(watched, newest);
    release();
    await watched.idle();
    expect(readyOf(watched, newest) ?? now).toContain(now);
    expect(await taskOf(watched, newest)).toBe(now);
  },
);

test("a change of one episode leaves all the others known, and that one is asked for again", async () => {
  const watched = open();
  await ask(watched, oldest);
  await watched.warmed();
  await ask(watched, "e1");
  for (const id of [newest, "e1"]) {
    const now = await edit(id);
    watched.say(`${LAB}/${id}`);
    expect(readyOf(watched, id)).toBeNull();
    expect(await queriesOf(watched, async () => expect(await taskOf(watched, id)).toBe(now))).toBe(1);
  }
  const others = published.map((n) => `e${n}`).filter((id) => id !== newest && id !== "e1");
  expect(await queriesOf(watched, () => Promise.all(others.map((id) => ask(watched, id))))).toBe(0);
});

test.each(announcements)(
  "a change while an episode is asked for is not hidden by the answer: told %s",
  async (_, tell) => {
    const watched = open();
    const { read, release } = watched.hold("one");
    const early = ask(watched, "e3");
    await read;
    const now = await edit("e3");
    tell(watched, "e3");
    const late = taskOf(watched, "e3");
    release();
    expect((await early)?.task).not.toBe(now);
    expect(await late).toBe(now);
    expect(await taskOf(watched, "e3")).toBe(now);
  },
);

test("warming stops when its memory is full, and takes none from what was asked for", async () => {
  const warmBytesMax = 100 * 3_000;
  const watched = open({ warmBytesMax });
  await ask(watched, oldest);
  await watched.idle();
  expect(pages(watched)).toBe(1);
  expect(await queriesOf(watched, () => ask(watched, oldest))).toBe(0);
  let known = 0;
  for (const n of published) known += 1 - (await queriesOf(watched, () => ask(watched, `e${n}`)));
  expect(known).toBeGreaterThan(50);
  expect(known).toBeLessThan(warmBytesMax / ROW_BYTES_MIN);
  expect(await queriesOf(watched, () => ask(watched, newest))).toBe(0);
});

test("what lies ready for REST counts as memory", async () => {
  const summary = "x".repeat(3_000);
  await database.db.pool.query(`update "Episode" set "summary" = $1`, [summary]);
  onTestFinished(async () => void (await database.db.pool.query(`update "Episode" set "summary" = null`)));
  const warmBytesMax = 50 * summary.length;
  const watched = open({ warmBytesMax });
  await ask(watched, oldest);
  await watched.idle();
  const ready = published.flatMap((n) => readyOf(watched, `e${n}`) ?? []);
  expect(ready.length).toBeGreaterThan(10);
  expect(ready.join("").length).toBeLessThan(warmBytesMax);
});

test("samples of what was loaded ahead are read ahead, newest first, until there is no more room; one that cannot be read is passed over", async () => {
  const prepared: string[] = [];
  const prepare: TelemetryReader["prepare"] = ([segment]) => {
    prepared.push(segment?.key ?? "");
    return prepared.length === 3
      ? Promise.reject(new Error("unreadable"))
      : Promise.resolve(prepared.length < 300);
  };
  const watched = open({ reader: { prepare } });
  await ask(watched, oldest);
  await expect.poll(() => prepared.length).toBe(300);
  await watched.idle();
  const keys = published.map((n) => `seg/${LAB}.e${n}`);
  expect(new Set(prepared)).toStrictEqual(new Set(keys.slice(0, 300)));
  expect(Math.floor(Number(prepared[0]?.slice(`seg/${LAB}.e`.length)) / 5)).toBe(0);
});

test("a change of the workspace and closing end the reading ahead of samples", async () => {
  for (const end of [
    ({ say }: WatchedCatalogue) => say(LAB),
    ({ catalogue }: WatchedCatalogue) => catalogue.close(),
  ]) {
    let prepared = 0;
    const prepare: TelemetryReader["prepare"] = () => {
      if (++prepared === 10) end(watched);
      return Promise.resolve(true);
    };
    const watched = open({ reader: { prepare } });
    await ask(watched, oldest);
    await expect.poll(() => prepared).toBe(10);
    await watched.idle();
    await setImmediate();
    expect(prepared).toBe(10);
  }
});

test("closing ends warming: the batch under way is the last", async () => {
  const watched = open();
  const { read, release } = watched.hold("page");
  await ask(watched, oldest);
  await read;
  watched.catalogue.close();
  release();
  await watched.idle();
  await setImmediate();
  expect(pages(watched)).toBe(1);
});

test("a workspace is loaded once a minute at most, and nothing is believed for longer", async () => {
  const watched = open();
  await ask(watched, oldest);
  await watched.warmed();
  const first = pages(watched);
  watched.say(LAB);
  watched.pass(MINUTE_MS - 1);
  await ask(watched, newest);
  await watched.idle();
  expect(pages(watched)).toBe(first);
  watched.pass(1);
  await ask(watched, oldest);
  await watched.warmed();
  expect(pages(watched)).toBe(2 * first);
  expect(readyOf(watched, "e101")).not.toBeNull();
  watched.pass(MINUTE_MS);
  expect(readyOf(watched, "e101")).toBeNull();
  expect(await queriesOf(watched, () => ask(watched, "e100"))).toBeGreaterThan(0);
});

test("one workspace is loaded at a time, and none holds another's episodes", async () => {
  const watched = open();
  const { read, release } = watched.hold("page");
  await ask(watched, oldest);
  await read;
  await ask(watched, oldest, RIVAL);
  expect(pages(watched)).toBe(1);
  release();
  const pagesOfOne = Math.ceil(published.length / (watched.asked[1]?.limit ?? 0));
  await expect.poll(() => pages(watched)).toBe(2 * pagesOfOne);
  await watched.warmed();
  for (const workspaceId of [LAB, RIVAL]) {
    const known = await ask(watched, newest, workspaceId);
    expect(known?.id).toBe(`${workspaceId}.${newest}`);
  }
  expect(watched.asked.filter(({ kind }) => kind === "one")).toHaveLength(2);
});
