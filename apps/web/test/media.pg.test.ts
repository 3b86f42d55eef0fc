import { decodeEnvelopes, decodeSamples } from "@retake/telemetry/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  FPS,
  FRONT,
  REWARD,
  ROWS,
  STATE,
  VIDEO_BYTES,
  VIDEO_HASH,
  WRIST,
  wristPicture,
} from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
beforeAll(async () => {
  house = await startTestFront();
});
afterAll(() => house.close());

const place = "/media/lab/lab.episode_000000";
const video = `${place}/${encodeURIComponent(FRONT)}/video.mp4`;
const size = VIDEO_BYTES.length;
const etag = `"${VIDEO_HASH}"`;

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
  return fetch(house.url + path, {
    method,
    headers: { authorization: `Bearer ${house.lab.tokens.read}`, ...headers },
  });
}

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe("a video", () => {
  test("comes whole, named by its hash", async () => {
    const response = await get(video);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("video/mp4");
    expect(response.headers.get("content-length")).toBe(String(size));
    expect(response.headers.get("accept-ranges")).toBe("bytes");
    expect(response.headers.get("etag")).toBe(etag);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await bytesOf(response)).toEqual(VIDEO_BYTES);
  });

  test.each([
    ["bytes=0-0", 0, 0],
    ["bytes=0-", 0, size - 1],
    ["bytes=100-199", 100, 199],
    [`bytes=${size - 1}-`, size - 1, size - 1],
    ["bytes=-10", size - 10, size - 1],
    ["bytes=4000-999999", 4_000, size - 1],
    ["bytes=-999999", 0, size - 1],
  ])("%s is bytes %i to %i", async (range, start, end) => {
    const response = await get(video, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${start}-${end}/${size}`);
    expect(response.headers.get("content-length")).toBe(String(end - start + 1));
    expect(await bytesOf(response)).toEqual(VIDEO_BYTES.subarray(start, end + 1));
  });

  test.each([`bytes=${size}-`, "bytes=-0"])("%s cannot be satisfied", async (range) => {
    const response = await get(video, { range });
    expect(response.status).toBe(416);
    expect(response.headers.get("content-range")).toBe(`bytes */${size}`);
  });

  test.each(["lines=0-1", "bytes=5-1", "bytes=0-1,4-5", "bytes=a-b"])("%s is passed over", async (range) => {
    const response = await get(video, { range });
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toEqual(VIDEO_BYTES);
  });

  test("known bytes are not sent again; a range of another file never is", async () => {
    expect((await get(video, { "if-none-match": `"x", W/${etag}` })).status).toBe(304);
    expect((await get(video, { "if-none-match": '"x"' })).status).toBe(200);
    expect((await get(video, { range: "bytes=0-9", "if-range": etag })).status).toBe(206);
    expect((await get(video, { range: "bytes=0-9", "if-range": '"old"' })).status).toBe(200);
    expect(
      (await get(video, { range: "bytes=0-9", "if-range": "Mon, 01 Jan 2024 00:00:00 GMT" })).status,
    ).toBe(200);
  });

  test("HEAD says what GET would, without the bytes", async () => {
    for (const headers of [{}, { range: "bytes=10-19" }] as Record<string, string>[]) {
      const [head, whole] = [await get(video, headers, "HEAD"), await get(video, headers)];
      for (const name of ["content-length", "content-range", "etag", "cache-control", "content-type"]) {
        expect(head.headers.get(name), name).toBe(whole.headers.get(name));
      }
      expect([head.status, (await bytesOf(head)).length]).toEqual([whole.status, 0]);
      await whole.arrayBuffer();
    }
  });

  test("is kept for good under the address that names its bytes, which pages are given", async () => {
    const input = encodeURIComponent(JSON.stringify({ workspace: "lab", sessionId: "lab.episode_000000" }));
    const response = await fetch(`${house.url}/api/trpc/episodes.get?input=${input}`, {
      headers: { cookie: house.lab.people.viewer.cookie },
    });
    const { result } = (await response.json()) as {
      result: { data: { cameras: { videoUrl: string | null }[] } };
    };
    const { videoUrl } = result.data.cameras[0]!;
    expect(videoUrl).toBe(`${video}?v=${VIDEO_HASH.slice(0, 12)}`);
    expect((await get(videoUrl!)).headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect((await get(video)).headers.get("cache-control")).toBe("private, no-cache");
    expect((await get(`${video}?v=other`)).headers.get("cache-control")).toBe("private, no-cache");
  });

  test("only GET and HEAD are answered", async () => {
    expect((await get(video, {}, "POST")).status).toBe(405);
  });
});

describe("pictures", () => {
  const wrist = `${place}/${encodeURIComponent(WRIST)}`;

  test("of a blob come by frame number, with a tag that lets a browser ask again for nothing", async () => {
    const response = await get(`${wrist}/frames/7.jpg`);
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(await bytesOf(response)).toEqual(wristPicture(7));
    const tag = response.headers.get("etag") ?? "";
    expect((await get(`${wrist}/frames/7.jpg`, { "if-none-match": tag })).status).toBe(304);
    expect((await get(`${wrist}/frames/8.jpg`)).headers.get("etag")).not.toBe(tag);
  });

  test("beyond the last, of no camera, or of no name are not found", async () => {
    for (const path of [
      `${wrist}/frames/${ROWS}.jpg`,
      `${wrist}/frames/-1.jpg`,
      `${wrist}/frames/1.png`,
      `${wrist}/video.mp4`,
      `${place}/nothing/poster.jpg`,
      `${place}/%E0%A4%A`,
      `${place}/..%2f..%2fetc%2fpasswd/poster.jpg`,
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });

  test.each(["0", "15", "4097", "1.5", "x", ""])("of width %j are bad input", async (width) => {
    expect((await get(`${wrist}/frames/1.jpg?w=${width}`)).status).toBe(400);
  });
});

describe("samples", () => {
  const samples = (query: string, headers = {}): Promise<Response> =>
    get(`/data/lab/lab.episode_000000/samples${query}`, headers);

  test("come as typed arrays, by topic and window, both ends inclusive", async () => {
    const [state, ...others] = decodeSamples(
      await bytesOf(await samples(`?topics=${encodeURIComponent(STATE)}&from=1&to=2`)),
    );
    expect(others).toEqual([]);
    expect(state).toMatchObject({ name: STATE, type: "float32", dims: 2 });
    expect([...state!.t]).toEqual(Array.from({ length: 11 }, (_, k) => (10 + k) / FPS));
    expect(state!.values[0]).toBe(2.5);
    expect(decodeSamples(await bytesOf(await samples(""))).map((one) => one.name)).toEqual([
      STATE,
      REWARD,
      FRONT,
      WRIST,
    ]);
  });

  test("envelopes hold the extremes", async () => {
    const body = await bytesOf(await get(`/data/lab/lab.episode_000000/envelope?topics=${REWARD}&buckets=5`));
    const [reward] = decodeEnvelopes(body);
    const values = [...reward!.values].filter((value) => !Number.isNaN(value));
    expect(Math.max(...values)).toBe((ROWS - 1) / 4);
    expect(Math.min(...values)).toBe(0);
  });

  test("the same question has the same tag, another one another", async () => {
    const tag = (await samples("?from=1")).headers.get("etag") ?? "";
    expect((await samples("?from=1", { "if-none-match": tag })).status).toBe(304);
    expect((await samples("?from=2", { "if-none-match": tag })).status).toBe(200);
  });

  test.each(["samples?from=x", "samples?to=NaN", "envelope?buckets=0", "envelope?buckets=1e9"])(
    "%s is bad input",
    async (query) => {
      expect((await get(`/data/lab/lab.episode_000000/${query}`)).status).toBe(400);
    },
  );

  test("pictures weigh nothing, however large they are", async () => {
    const topic = {
      episodeId_name: {
        episodeId: (
          await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "lab.episode_000002" } })
        ).id,
        name: FRONT,
      },
    };
    await house.db.prisma.topic.update({ where: topic, data: { shape: [4_000, 4_000, 3] } });
    house.front.services.catalogue.forget(house.lab.id, null);
    expect((await get("/data/lab/lab.episode_000002/samples")).status).toBe(200);
  });

  test("more than one answer may hold is refused before anything is read", async () => {
    const topic = {
      episodeId_name: {
        episodeId: (
          await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "lab.episode_000001" } })
        ).id,
        name: STATE,
      },
    };
    await house.db.prisma.topic.update({ where: topic, data: { messageCount: 50_000_000 } });
    house.front.services.catalogue.forget(house.lab.id, null);
    const before = house.front.services.reader.stats().bytesRead;
    expect((await get("/data/lab/lab.episode_000001/samples")).status).toBe(413);
    expect(house.front.services.reader.stats().bytesRead).toBe(before);
    expect((await get("/data/lab/lab.episode_000001/samples?from=1&to=1.5")).status).toBe(200);
    expect((await get("/data/lab/lab.episode_000001/envelope")).status).toBe(200);
  });
});
