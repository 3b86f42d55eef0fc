import { createListener, type Listener } from "@retake/db/notify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEpisode } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
let listener: Listener;
/** The listener as the front sees it: a test can take the connection away. */
const line = { up: true, gaps: [] as (() => void)[] };

beforeAll(async () => {
  house = await startTestFront({
    parts: {
      listener: {
        get connected() {
          return line.up && listener.connected;
        },
        on: (channel, wake) => listener.on(channel, (id) => line.up && wake(id)),
        onGap: (forget) => {
          line.gaps.push(forget);
          return () => undefined;
        },
        ready: () => listener.ready(),
        close: () => listener.close(),
      },
    },
    listenerFor: (url) => (listener = createListener(url)),
  });
});
afterAll(async () => {
  await house.close();
  await listener.close();
});
beforeEach(() => {
  line.up = true;
});

const get = async (path: string): Promise<{ status: number; text: string }> => {
  const response = await fetch(`${house.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${house.lab.tokens.read}` },
  });
  return { status: response.status, text: await response.text() };
};

async function queriesOf(act: () => Promise<unknown>): Promise<number> {
  const before = house.queries();
  await act();
  return house.queries() - before;
}

/** Announces a change. @returns once it was heard: the catalogue listens since before we do */
async function touch(id = house.lab.id): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    const stop = listener.on("episode", (woken) => {
      if (woken !== id) return;
      stop();
      resolve();
    });
  });
  await house.db.pool.query("select pg_notify('episode', $1)", [id]);
  await heard;
}

const paths = [
  ["/sessions?limit=2", 2],
  // Its own, and the one that brings the others.
  ["/sessions/lab.episode_000000", 2],
  ["/sessions/lab.episode_000000/topics", 0],
] as const;

describe("queries", () => {
  test.each(paths)(
    "%s asks Postgres %i times at first, then never until something changes",
    async (path, first) => {
      await get("/imports");
      expect(await queriesOf(() => get(path))).toBe(first);
      expect(await queriesOf(() => get(path))).toBe(0);
    },
  );

  test("seek, samples and pictures of a known episode ask nothing", async () => {
    await get("/sessions/lab.episode_000001");
    const headers = { authorization: `Bearer ${house.lab.tokens.read}` };
    expect(
      await queriesOf(async () => {
        await (
          await fetch(`${house.url}/api/v1/sessions/lab.episode_000001/seek`, {
            method: "POST",
            body: "{}",
            headers,
          })
        ).text();
        await (await fetch(`${house.url}/data/lab/lab.episode_000001/samples`, { headers })).arrayBuffer();
        await (
          await fetch(
            `${house.url}/media/lab/lab.episode_000001/%2Fobservation%2Fimages%2Fwrist/frames/1.jpg`,
            { headers },
          )
        ).arrayBuffer();
      }),
    ).toBe(0);
  });

  test("twenty at once ask as often as one", async () => {
    await touch();
    await get("/imports");
    const asked = await queriesOf(() =>
      Promise.all(Array.from({ length: 20 }, () => get("/sessions?sort=name&limit=3"))),
    );
    expect(asked).toBe(2);
  });
});

describe("what has changed", () => {
  test("is seen as soon as it is announced, whoever wrote it", async () => {
    await get("/sessions/lab.episode_000002");
    await house.db.prisma.episode.updateMany({
      where: { sessionId: "lab.episode_000002" },
      data: { task: "new words" },
    });
    await touch();
    expect((await get("/sessions/lab.episode_000002")).text).toContain("new words");
    expect((await get("/sessions?q=words")).text).toContain('"total":1');
  });

  test("in one episode leaves the others known, and is read by its writer and in lists", async () => {
    const ids = ["lab.episode_000000", "lab.episode_000001", "lab.episode_000002"];
    for (const id of ids) await get(`/sessions/${id}`);
    const heard: string[] = [];
    const stop = listener.on("episode", (id) => heard.push(id));
    const response = await fetch(`${house.url}/api/v1/sessions/${ids[1]}`, {
      method: "PATCH",
      body: JSON.stringify({ task: "said of one" }),
      headers: { authorization: `Bearer ${house.lab.tokens.write}`, "content-type": "application/json" },
    });
    expect(await response.text()).toContain("said of one");
    await expect.poll(() => heard).toEqual([`${house.lab.id}/${ids[1]}`]);
    stop();
    expect(await queriesOf(() => get(`/sessions/${ids[0]}`))).toBe(0);
    expect(await queriesOf(() => get(`/sessions/${ids[2]}`))).toBe(0);
    expect((await get(`/sessions/${ids[1]}`)).text).toContain("said of one");
    expect((await get("/sessions?q=said")).text).toContain('"total":1');
  });

  test("in one workspace leaves another's pages alone", async () => {
    await get("/sessions/lab.episode_000000");
    await house.db.prisma.workspace.findFirst();
    const response = await fetch(`${house.url}/api/v1/sessions`, {
      headers: { authorization: `Bearer ${house.rival.tokens.read}` },
    });
    await response.text();
    await touch(house.rival.id);
    expect(await queriesOf(() => get("/sessions/lab.episode_000000"))).toBe(0);
  });

  test("an unpublished episode appears with its publication, and one taken back is gone", async () => {
    const id = await createEpisode(house.db, house.store, {
      workspaceId: house.lab.id,
      sessionId: "lab.late",
      published: false,
    });
    expect((await get("/sessions/lab.late")).status).toBe(404);
    await house.db.prisma.episode.update({ where: { id }, data: { publishedAt: new Date() } });
    expect((await get("/sessions/lab.late")).status).toBe(200);
    await house.db.prisma.episode.delete({ where: { id } });
    await touch();
    expect((await get("/sessions/lab.late")).status).toBe(404);
  });

  test("while nobody listens everything is asked anew, and after the gap nothing from before is believed", async () => {
    await get("/sessions/lab.episode_000001");
    line.up = false;
    expect(await queriesOf(() => get("/sessions/lab.episode_000001"))).toBeGreaterThan(0);
    await house.db.prisma.episode.updateMany({
      where: { sessionId: "lab.episode_000001" },
      data: { task: "said in the gap" },
    });
    await touch();
    line.up = true;
    for (const forget of line.gaps) forget();
    expect((await get("/sessions/lab.episode_000001")).text).toContain("said in the gap");
    await get("/sessions/lab.episode_000001");
    expect(await queriesOf(() => get("/sessions/lab.episode_000001"))).toBe(0);
  });
});
