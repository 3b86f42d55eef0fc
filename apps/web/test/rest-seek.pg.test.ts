import { afterAll, beforeAll, expect, test } from "vitest";
import { ROWS, STATE, WRIST, wristPicture } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
beforeAll(async () => {
  house = await startTestFront();
});
afterAll(() => house.close());

const first = "lab.episode_000000";

interface Row {
  timestamp: number;
  topic: string;
  image_path: string;
  frame_index: number;
  data: number[];
}

const PARQUET = "application/vnd.apache.parquet";

function send(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = `Bearer ${house.lab.tokens.all}`;
  return fetch(`${house.url}/api/v1/sessions/${first}/seek`, {
    method: "POST",
    body,
    headers: { authorization, "content-type": "application/json", ...headers },
  });
}

const seek = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  send(JSON.stringify(body), headers);

async function rowsOf(response: Response): Promise<Row[]> {
  return (await response.json()) as Row[];
}

test("once one episode was asked for, the others answer without a file being opened for them", async () => {
  const { reader } = house.front.services;
  const headers = { authorization: `Bearer ${house.lab.tokens.all}` };
  await fetch(`${house.url}/api/v1/sessions/${first}`, { headers });
  const published = { workspaceId: house.lab.id, publishedAt: { not: null } };
  const segments = await house.db.prisma.segment.count({ where: { episode: published } });
  expect(segments).toBeGreaterThan(1);
  await expect.poll(() => reader.stats().opens).toBe(segments);
  const read = reader.stats();
  expect(await rowsOf(await seek({ limit: 10_000 }))).toHaveLength(4 * ROWS);
  expect(reader.stats()).toEqual(read);
});

test("asked for again, it says the same, also where to go on; and only to whom may read it", async () => {
  const body = { start_time: 0.2, limit: 7 };
  const said = [];
  for (let times = 0; times < 4; times++) {
    const response = await seek(body);
    const headers = ["content-type", "x-truncated", "x-next-time", "cache-control"].map((name) =>
      response.headers.get(name),
    );
    said.push({ headers, text: await response.text() });
  }
  expect(said[0]?.headers).toEqual([
    "application/json; charset=utf-8",
    "true",
    expect.stringMatching(/^\d/),
    "no-store",
  ]);
  for (const again of said) expect(again).toEqual(said[0]);
  expect((await seek(body, { authorization: "Bearer nothing" })).status).toBe(401);
  const parquet = await seek(body, { accept: PARQUET });
  expect(parquet.headers.get("content-type")).toBe(PARQUET);
});

test("answers rows in time order, both ends inclusive", async () => {
  const rows = await rowsOf(await seek({ start_time: 0.5, end_time: 1 }));
  expect(rows).toHaveLength(4 * 6);
  const times = rows.map((row) => row.timestamp);
  expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
  expect(times[0]).toBe(0.5);
  expect(times.at(-1)).toBe(1);
  expect(rows.find((row) => row.topic === STATE)).toEqual({
    session_id: first,
    timestamp: 0.5,
    topic: STATE,
    data_type: "float32[]",
    data: [1.25, 1.375],
    image_path: null,
    frame_index: 5,
  });
});

test("a picture's row says where it is served, and it is", async () => {
  const [row] = await rowsOf(await seek({ start_time: 0.3, end_time: 0.3, topics: [WRIST] }));
  expect(row.image_path).toBe(`/media/lab/${first}/${encodeURIComponent(WRIST)}/frames/3.jpg`);
  const picture = await fetch(house.url + row.image_path, {
    headers: { authorization: `Bearer ${house.lab.tokens.read}` },
  });
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(wristPicture(3));
});

test.each([1, 3, 4, 7, 199, 1000])("pages of at most %i lose and repeat nothing", async (limit) => {
  const whole = await rowsOf(await seek({ limit: 10_000 }));
  expect(whole).toHaveLength(4 * ROWS);
  const joined: unknown[] = [];
  let start: number | undefined;
  for (let pages = 0; pages < 300; pages += 1) {
    const response = await seek({ ...(start === undefined ? {} : { start_time: start }), limit });
    const rows = await rowsOf(response);
    joined.push(...rows);
    const next = response.headers.get("x-next-time");
    expect(response.headers.get("x-truncated")).toBe(next === null ? null : "true");
    if (next === null) break;
    expect(rows.every((row) => row.timestamp < Number(next))).toBe(true);
    start = Number(next);
  }
  expect(joined).toEqual(whole);
});

test("Parquet holds the same rows", async () => {
  const response = await seek({ start_time: 1, end_time: 2 }, { accept: PARQUET });
  expect(response.headers.get("content-type")).toBe(PARQUET);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
  const { parquetReadObjects } = await import("hyparquet");
  const rows = await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
  });
  const whole = await rowsOf(await seek({ start_time: 1, end_time: 2 }));
  expect(rows).toHaveLength(whole.length);
  const state = rows.filter((row) => row["topic"] === STATE).map((row) => [row["t"], row["frame"], row["v"]]);
  expect(state).toEqual(
    whole.filter((row) => row.topic === STATE).map((row) => [row.timestamp, row.frame_index, row.data]),
  );
});

test("an unknown topic has no rows; no topics and no bounds, absent or null, mean every one", async () => {
  expect(await rowsOf(await seek({ topics: ["/nothing"] }))).toEqual([]);
  const all = { start_time: null, end_time: null, topics: null, limit: 10_000 };
  expect(await rowsOf(await seek(all))).toHaveLength(4 * ROWS);
});

test.each([
  { limit: 0 },
  { limit: 10_001 },
  { limit: 1.5 },
  { start_time: "1" },
  { start_time: 2, end_time: 1 },
  { topics: "all" },
])("%j is bad input", async (body) => {
  const response = await seek(body);
  expect(response.status).toBe(400);
  expect(
    ((await response.json()) as { error: { issues: { path: string }[] } }).error.issues[0]?.path,
  ).toMatch(/limit|start_time|end_time|topics/);
});

test("a body that is no JSON is bad input, one beyond the limit is too large", async () => {
  const broken = await send("{");
  expect(broken.status).toBe(400);
  const large = await send(`"${"x".repeat(2 << 20)}"`);
  expect(large.status).toBe(413);
  expect(large.headers.get("retry-after")).not.toBeNull();
});
