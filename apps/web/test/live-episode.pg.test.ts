import { decodeEnvelopes, decodeSamples } from "@retake/telemetry/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { jpeg, pictureAt, startRecorder, stateAt, type Recorder } from "./fixtures/recorder.ts";

let house: TestFront;
let recorder: Recorder;
beforeAll(async () => {
  house = await startTestFront();
  recorder = await startRecorder({ db: house.db, store: house.store, dataDir: house.dataDir });
});
afterAll(async () => {
  await recorder.log.close();
  await house.close();
});

function get(
  path: string,
  init: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${house.lab.tokens.read}`, ...init.headers };
  return fetch(house.url + path, { ...init, headers });
}

async function seek(
  sessionId: string,
  body: object,
): Promise<{ timestamp: number; image_path: string | null }[]> {
  const init = {
    method: "POST",
    body: JSON.stringify({ limit: 10_000, ...body }),
    headers: { "content-type": "application/json" },
  };
  return (await (await get(`/api/v1/sessions/${sessionId}/seek`, init)).json()) as never;
}

async function json(path: string): Promise<Record<string, unknown>> {
  return (await (await get(path)).json()) as Record<string, unknown>;
}

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());
const front = encodeURIComponent("/cam/front");

describe("an episode that is being recorded", () => {
  test("holds in every answer what was acked before the question, without a row of it in Postgres", async () => {
    const id = await recorder.begin(house.lab.id, "live.acked");
    for (let k = 0; k < 30; k++) {
      await recorder.send(id, [stateAt(k), pictureAt(k)]);
      expect(await seek("live.acked", {})).toHaveLength(2 * (k + 1));
    }
    expect(await json("/api/v1/sessions/live.acked")).toMatchObject({
      status: "recording",
      total_messages: 60,
      total_frames: 30,
      end_time: 2.9,
      duration: 2.9,
      camera_count: 1,
    });
    expect(await json("/api/v1/sessions/live.acked/topics")).toEqual([
      {
        session_id: "live.acked",
        topic: "/arm/state",
        message_count: 30,
        first_time: 0,
        last_time: 2.9,
        avg_frequency: 10,
        data_type: "float32[]",
        shape: [2],
        feature_names: ["shoulder", "elbow"],
        units: ["rad", "rad"],
      },
      expect.objectContaining({ topic: "/cam/front", data_type: "image", message_count: 30 }),
    ]);
    const exported = await json("/api/v1/sessions/live.acked/export?format=json");
    expect(exported["messages"]).toHaveLength(60);
    const [state] = decodeSamples(
      await bytesOf(await get("/data/lab/live.acked/samples?topics=/arm/state&from=1&to=1.2")),
    );
    expect([...state!.values]).toEqual([10, -10, 11, -11, 12, -12]);
    const [envelope] = decodeEnvelopes(await bytesOf(await get("/data/lab/live.acked/envelope?buckets=5")));
    expect(envelope).toMatchObject({ topic: "/arm/state", dims: 2 });
  });

  test("shows its pictures by number, by time, newest, and at the addresses that its rows name", async () => {
    const id = await recorder.begin(house.lab.id, "live.seen");
    for (let k = 0; k < 300; k += 10) {
      await recorder.send(
        id,
        Array.from({ length: 10 }, (_, i) => pictureAt(k + i)),
      );
    }
    const place = `/media/lab/live.seen/${front}`;
    expect(await bytesOf(await get(`${place}/frames/217.jpg`))).toEqual(jpeg(217));
    expect((await get(`${place}/frames/300.jpg`)).status).toBe(404);
    const times = new Float64Array((await bytesOf(await get(`${place}/times.bin`))).buffer.slice(0, 8 * 300));
    expect(times[217]).toBeCloseTo(21.7, 9);
    const at = await get(`/api/v1/sessions/live.seen/images/${front}/21.74`);
    expect(await bytesOf(at)).toEqual(jpeg(217));
    expect((await get(`/api/v1/sessions/live.seen/images/${front}/40`)).status).toBe(404);
    const [row] = await seek("live.seen", { start_time: 5 });
    expect(await bytesOf(await get(row!.image_path!))).toEqual(jpeg(50));
    const newest = await get(`${place}/live.jpg?after=0`);
    expect(
      Object.fromEntries(["x-seq", "x-time", "x-frame"].map((name) => [name, newest.headers.get(name)])),
    ).toEqual({
      "x-seq": "300",
      "x-time": "29.9",
      "x-frame": null,
    });
    expect(await bytesOf(newest)).toEqual(jpeg(299));
    expect((await get(`${place}/live.jpg?after=300`)).status).toBe(204);
    expect((await get(`/media/lab/live.seen/none/live.jpg`)).status).toBe(404);
    expect((await get(`${place}/live.jpg?after=x`)).status).toBe(400);
  });

  test("is one row of times over stored parts and the log, be the clock as it may", async () => {
    const id = await recorder.begin(house.lab.id, "live.parts");
    await recorder.send(
      id,
      Array.from({ length: 40 }, (_, k) => stateAt(k)),
    );
    await recorder.send(
      id,
      Array.from({ length: 40 }, (_, k) => pictureAt(k)),
    );
    await recorder.seal(id, 0, 1, 61);
    // The clock jumps back by three seconds.
    await recorder.send(
      id,
      Array.from({ length: 20 }, (_, k) => stateAt(100 + k, 1.05 + k / 10)),
    );
    await recorder.send(
      id,
      Array.from({ length: 20 }, (_, k) => pictureAt(100 + k, 1.05 + k / 10)),
    );
    const rows = await seek("live.parts", {});
    expect(rows).toHaveLength(120);
    expect(rows.map(({ timestamp }) => timestamp)).toEqual(
      rows.map(({ timestamp }) => timestamp).sort((a, b) => a - b),
    );
    const order = [
      ...Array.from({ length: 40 }, (_, k) => [k, k / 10]),
      ...Array.from({ length: 20 }, (_, k) => [100 + k, 1.05 + k / 10]),
    ].toSorted((a, b) => a[1]! - b[1]!);
    for (const k of [0, 10, 11, 12, 40, 59]) {
      const picture = await bytesOf(await get(`/media/lab/live.parts/${front}/frames/${k}.jpg`));
      expect(picture).toEqual(jpeg(order[k]![0]!));
    }
    expect(await json("/api/v1/sessions/live.parts")).toMatchObject({ total_messages: 120, camera_count: 1 });
  });

  test("keeps every row when parts are stored and leave the log between two looks", async () => {
    const id = await recorder.begin(house.lab.id, "live.moves");
    for (let part = 0; part < 6; part++) {
      for (let k = 0; k < 20; k++)
        await recorder.send(
          id,
          Array.from({ length: 10 }, (_, i) => stateAt(part * 200 + k * 10 + i)),
        );
      const all = (part + 1) * 200;
      expect(await seek("live.moves", { topics: ["/arm/state"] })).toHaveLength(all);
      await recorder.seal(id, part, part * 200 + 1, all + 1);
      await recorder.log.dropFiles(() => true);
      // The wake-up may not have come yet: the log itself tells.
      expect(await seek("live.moves", { topics: ["/arm/state"] })).toHaveLength(all);
    }
  });

  test("tags its answers by what is in them", async () => {
    const id = await recorder.begin(house.lab.id, "live.tags");
    await recorder.send(id, [stateAt(0), pictureAt(0)]);
    const path = "/data/lab/live.tags/samples?topics=/arm/state";
    const etag = (await get(path)).headers.get("etag") ?? "";
    expect((await get(path, { headers: { "if-none-match": etag } })).status).toBe(304);
    const frame = `/media/lab/live.tags/${front}/frames/0.jpg`;
    const first = await get(frame);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    await recorder.send(id, [stateAt(1), pictureAt(1)]);
    expect((await get(path, { headers: { "if-none-match": etag } })).status).toBe(200);
    expect((await get(frame, { headers: { "if-none-match": first.headers.get("etag") ?? "" } })).status).toBe(
      304,
    );
    await recorder.send(id, [pictureAt(7, -1)]);
    const now = await get(frame, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
    expect([now.status, await bytesOf(now)]).toEqual([200, jpeg(7)]);
  });

  test("costs Postgres one question, and none while nothing changes there", async () => {
    const id = await recorder.begin(house.lab.id, "live.cheap");
    await recorder.send(id, [stateAt(0)]);
    await seek("live.cheap", {});
    const before = house.queries();
    for (let k = 1; k < 10; k++) {
      await recorder.send(id, [stateAt(k)]);
      await seek("live.cheap", {});
    }
    expect(house.queries()).toBe(before);
  });
});

describe("the tail of a recording", () => {
  const pull = async (sessionId: string, query: string) => {
    const response = await get(`/data/lab/${sessionId}/tail${query}`);
    const header = (name: string): string | null => response.headers.get(`x-${name}`);
    const topics = response.status === 200 ? decodeSamples(await bytesOf(response)) : [];
    return { status: response.status, topics, header };
  };

  test("is told behind a number, pictures excepted, and where to go on", async () => {
    const id = await recorder.begin(house.lab.id, "live.tail");
    await recorder.send(id, [stateAt(0), pictureAt(0), stateAt(1)]);
    const first = await pull("live.tail", "?after=0");
    expect(first.topics.map(({ name, frame }) => [name, frame.length])).toEqual([["/arm/state", 2]]);
    expect(["next-seq", "head-seq", "sealed-seq", "ended", "skipped"].map(first.header)).toEqual([
      "4",
      "4",
      "1",
      "false",
      null,
    ]);
    expect((await pull("live.tail", "?after=3")).topics).toEqual([]);
    await recorder.send(id, [stateAt(2), { kind: "refused", code: "bad_value" }]);
    const second = await pull("live.tail", "?after=3&topics=/arm/state");
    expect([...second.topics[0]!.values]).toEqual([2, -2]);
    expect(second.header("next-seq")).toBe("6");
    await recorder.end(id);
    expect((await pull("live.tail", "?after=5")).header("ended")).toBe("true");
    expect((await pull("live.tail", "?after=-1")).status).toBe(400);
  });

  test("is bounded, and nothing is lost or told twice from answer to answer", async () => {
    const id = await recorder.begin(house.lab.id, "live.long");
    for (let k = 0; k < 100; k++)
      await recorder.send(
        id,
        Array.from({ length: 10 }, (_, i) => stateAt(10 * k + i)),
      );
    const seen: number[] = [];
    let next = 1;
    let answers = 0;
    for (let head = 2; next < head; answers++) {
      const { topics, header } = await pull("live.long", `?after=${next - 1}&limit=1000`);
      seen.push(...[...(topics[0]?.values ?? [])].filter((_, i) => i % 2 === 0).map(Number));
      next = Number(header("next-seq"));
      head = Number(header("head-seq"));
    }
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, k) => k));
    expect(answers).toBeGreaterThan(15);
  });

  test("begins where the log does, and says how many numbers that leaves out", async () => {
    const id = await recorder.begin(house.lab.id, "live.skips");
    for (let k = 0; k < 40; k++)
      await recorder.send(
        id,
        Array.from({ length: 10 }, (_, i) => stateAt(10 * k + i)),
      );
    await recorder.log.dropFiles(({ sessions }) =>
      sessions.every(({ session, nextSeq }) => session !== id || nextSeq < 200),
    );
    const { header, topics } = await pull("live.skips", "?after=0");
    const skipped = Number(header("skipped"));
    expect(skipped).toBe(recorder.log.tailFrom(id) - 1);
    expect(skipped).toBeGreaterThan(50);
    expect(topics[0]!.values[0]).toBe(skipped);
  });

  test("of another workspace is not found", async () => {
    const id = await recorder.begin(house.rival.id, "live.theirs");
    await recorder.send(id, [stateAt(0), pictureAt(0)]);
    for (const path of [
      "/data/rival/live.theirs/tail",
      "/data/lab/live.theirs/tail",
      `/media/rival/live.theirs/${front}/live.jpg`,
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });
});
