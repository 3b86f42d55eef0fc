import type { ImportJobView, Session } from "@retake/trpc/schemas";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FPS, FRONT, REWARD, ROWS, STATE, WRIST, wristPicture } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
beforeAll(async () => {
  house = await startTestFront();
});
afterAll(() => house.close());

const first = "lab.episode_000000";

interface SessionList {
  sessions: Session[];
  total: number;
}
interface Row {
  timestamp: number;
  topic: string;
  image_path: string;
  frame_index: number;
  data: number[];
}
interface Failure {
  error: { code: string; issues: { path: string }[] };
}

function call(path: string, init: RequestInit & { token?: string } = {}): Promise<Response> {
  const { token = house.lab.tokens.all, ...rest } = init;
  return fetch(`${house.url}/api/v1${path}`, {
    ...rest,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      ...(rest.headers as Record<string, string>),
    },
  });
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  call(path, { method: "POST", body: JSON.stringify(body), headers });

async function json<T = SessionList>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

describe("health", () => {
  test.each(["/health", "/health/"])("%s needs no credentials", async (path) => {
    const response = await fetch(house.url + path);
    expect(response.status).toBe(200);
    expect(await json(response)).toMatchObject({ status: "ok" });
  });
});

describe("sessions", () => {
  test("a list holds the published episodes of the workspace with every field scripts use", async () => {
    const { sessions, total } = await json(await call("/sessions"));
    expect(total).toBe(3);
    expect(sessions.map((one) => one.session_id)).toEqual([
      "lab.episode_000002",
      "lab.episode_000001",
      first,
    ]);
    expect(sessions[2]).toEqual({
      session_id: first,
      source: "import",
      dataset_name: "org/pusht",
      dataset_slug: "pusht",
      episode_index: 0,
      task: "push the block",
      tasks: ["push the block"],
      robot_type: "arm",
      fps: FPS,
      start_time: 0,
      end_time: (ROWS - 1) / FPS,
      duration: ROWS / FPS,
      total_frames: ROWS,
      total_messages: 4 * ROWS,
      status: "completed",
      outcome: "success",
      total_reward: 0,
      tags: [],
      features: {},
      summary: null,
      umap_x: null,
      umap_y: null,
      camera_count: 2,
      warnings: [],
      created_at: "2026-01-01T00:00:00.000Z",
    });
  });

  test.each([
    ["source=import", 3],
    ["source=live", 0],
    ["q=BLOCK%20pusht", 3],
    ["q=block%20nothing", 0],
    ["q=100%25_", 0],
    ["q=slip", 1],
    ["dataset=pusht", 3],
    ["dataset=org%2Fpusht", 3],
    ["dataset=other", 0],
    ["robot=arm", 3],
    ["status=recording", 0],
    ["outcome=success", 1],
    ["outcome=none", 2],
    ["outcome=null", 2],
    ["label=slip", 1],
    ["outcome=&label=&robot=&q=&from=&limit=", 3],
    ["outcome=&label=slip", 1],
    ["from=2026-01-02T00:00:00Z", 2],
    ["to=2026-01-02T01:00:00%2B01:00", 2],
    ["from=2026-01-02", 2],
    ["to=2026-01-02", 2],
    ["from=2026-01-02&to=2026-01-02", 1],
    ["from=2026-01-02T00:00:00.000001", 1],
  ])("the filter %s leaves %i", async (query, total) => {
    expect((await json(await call(`/sessions?${query}`))).total).toBe(total);
  });

  test("pages by limit and offset cover the list once, in the order of sort", async () => {
    const ids: string[] = [];
    for (let offset = 0; offset < 3; offset += 1) {
      const page = await json(await call(`/sessions?sort=-reward&limit=1&offset=${offset}`));
      expect(page.total).toBe(3);
      ids.push(page.sessions[0].session_id);
    }
    expect(ids).toEqual(["lab.episode_000002", "lab.episode_000001", first]);
  });

  test.each(["limit=0", "limit=1001", "limit=x", "offset=-1", "sort=best", "source=hub", "from=yesterday"])(
    "%s is bad input, and says where",
    async (query) => {
      const response = await call(`/sessions?${query}`);
      expect(response.status).toBe(400);
      const { error } = await json<Failure>(response);
      expect(error.code).toBe("bad_request");
      expect(error.issues[0].path).toBe(query.split("=")[0]);
    },
  );

  test("the same routes answer below /api", async () => {
    const response = await fetch(`${house.url}/api/sessions/${first}`, {
      headers: { authorization: `Bearer ${house.lab.tokens.read}` },
    });
    expect(await json(response)).toEqual(await json(await call(`/sessions/${first}`)));
  });

  test("a patch changes what it names and is read back at once", async () => {
    const id = "lab.episode_000002";
    const patch = (body: unknown): Promise<Response> =>
      call(`/sessions/${id}`, { method: "PATCH", body: JSON.stringify(body) });
    const changed = await json<Session>(await patch({ outcome: "failure", tags: ["a", "b", "a"] }));
    expect(changed).toMatchObject({ outcome: "failure", tags: ["a", "b"], task: "push the block" });
    expect(await json(await call(`/sessions/${id}`))).toEqual(changed);
    expect((await json(await call("/sessions?label=b"))).total).toBe(1);
    expect(await json(await patch({ outcome: null, tags: [] }))).toMatchObject({ outcome: null, tags: [] });
    expect((await patch({ workspaceId: house.rival.id })).status).toBe(400);
    expect((await patch({ outcome: "great" })).status).toBe(400);
  });

  test("what was read of an episode can be sent back, also what is null", async () => {
    const id = "lab.episode_000002";
    const patch = async (body: unknown): Promise<Session> =>
      json<Session>(await call(`/sessions/${id}`, { method: "PATCH", body: JSON.stringify(body) }));
    const { outcome, task, tags } = await json<Session>(await call(`/sessions/${id}`));
    expect(await patch({ task: null })).toMatchObject({ task: null });
    expect(await patch({ outcome: null, task: null, tags: [] })).toMatchObject({ task: null, tags: [] });
    expect(await patch({ outcome, task, tags })).toMatchObject({ outcome, task, tags });
  });

  test("topics are listed in order, with names", async () => {
    const topics = await json<Row[]>(await call(`/sessions/${first}/topics`));
    expect(topics.map((one) => one.topic)).toEqual([STATE, REWARD, FRONT, WRIST]);
    expect(topics[0]).toEqual({
      session_id: first,
      topic: STATE,
      message_count: ROWS,
      first_time: 0,
      last_time: (ROWS - 1) / FPS,
      avg_frequency: expect.closeTo(FPS, 9),
      data_type: "float32[]",
      shape: [2],
      feature_names: ["x", "y"],
      units: [],
    });
  });
});

describe("export", () => {
  test("json holds the session, its topics and every message", async () => {
    const response = await call(`/sessions/${first}/export?format=json`);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${first}.json"`);
    const { session, topics, messages } = await json<{ session: Session; topics: Row[]; messages: Row[] }>(
      response,
    );
    expect(session).toEqual(await json(await call(`/sessions/${first}`)));
    expect(topics).toHaveLength(4);
    expect(messages).toEqual(await json(await post(`/sessions/${first}/seek`, { limit: 10_000 })));
  });

  test("csv has a line for every timestamp and a column for every dimension", async () => {
    const lines = (await (await call(`/sessions/${first}/export?format=csv`)).text()).trimEnd().split("\n");
    expect(lines).toHaveLength(1 + ROWS);
    expect(lines[0]).toBe("timestamp,frame_index,observation.state.x,observation.state.y,next.reward");
    expect(lines[6]).toBe("0.5,5,1.25,1.375,1.25");
  });

  test("parquet is a Parquet file of every row", async () => {
    const bytes = await (await call(`/sessions/${first}/export?format=parquet`)).arrayBuffer();
    const { parquetReadObjects } = await import("hyparquet");
    expect(await parquetReadObjects({ file: bytes })).toHaveLength(4 * ROWS);
  });

  test("a format of a later day is bad input", async () => {
    expect((await call(`/sessions/${first}/export?format=mcap`)).status).toBe(400);
  });
});

describe("images", () => {
  const image = (topic: string, time: string): Promise<Response> =>
    call(`/sessions/${first}/images/${topic}/${time}`);

  test.each([encodeURIComponent(WRIST), WRIST.slice(1), WRIST, encodeURIComponent(WRIST.slice(1))])(
    "the topic may be written %s",
    async (topic) => {
      const response = await image(topic, "1.2");
      expect(response.headers.get("content-type")).toBe("image/jpeg");
      expect(Buffer.from(await response.arrayBuffer())).toEqual(wristPicture(12));
    },
  );

  test.each([
    ["0.04", 0],
    ["0.06", 1],
    ["4.94", 49],
    ["-0.04", 0],
  ])("at %s s the nearest frame is %i", async (time, k) => {
    expect(Buffer.from(await (await image(encodeURIComponent(WRIST), time)).arrayBuffer())).toEqual(
      wristPicture(k),
    );
  });

  test.each(["4.96", "-0.06", "1e9"])("at %s s no frame is near enough", async (time) => {
    expect((await image(encodeURIComponent(WRIST), time)).status).toBe(404);
  });

  test("a time that is none is bad input, a camera that is none is not found", async () => {
    expect((await image(encodeURIComponent(WRIST), "soon")).status).toBe(400);
    expect((await image(encodeURIComponent(STATE), "1")).status).toBe(404);
  });
});

describe("imports", () => {
  test("an import is queued, listed, read and cancelled; asking twice gives one job", async () => {
    const started = await post("/imports", { dataset: "org/name", episodes: 5 });
    expect(started.status).toBe(202);
    const job = await json<ImportJobView>(started);
    expect(started.headers.get("location")).toBe(`/api/v1/imports/${job.id}`);
    expect(job).toMatchObject({
      dataset: "org/name",
      status: "queued",
      progress: { done: 0, total: 0, unit: "episodes" },
      episodes: { imported: 0, unchanged: 0, quarantined: [] },
      warnings: [],
      error: null,
    });
    expect((await json<ImportJobView>(await post("/imports", { dataset: "org/name", episodes: 5 }))).id).toBe(
      job.id,
    );
    expect((await json<{ imports: ImportJobView[] }>(await call("/imports"))).imports).toEqual([job]);
    expect(await json(await call(`/imports/${job.id}`))).toEqual(job);
    expect(await json(await call(`/imports/${job.id}`, { method: "DELETE" }))).toMatchObject({
      status: "cancelled",
    });
  });

  test.each(["../../etc/passwd\0", "a b", "org/na me", "x/y/z", ""])(
    "%j is neither a hub id nor a folder",
    async (dataset) => {
      expect((await post("/imports", { dataset })).status).toBe(400);
    },
  );
});
