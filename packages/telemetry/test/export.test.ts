import { buffer } from "node:stream/consumers";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import {
  exportCsv,
  exportJson,
  exportParquet,
  type CsvOptions,
  type JsonPiece,
} from "@retake/telemetry/export";
import { jsonRows } from "@retake/telemetry/json-rows";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import type { TopicColumns } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { makeTopic } from "./topics.ts";

async function write(topics: TopicColumns[]) {
  const store = openObjectStore("memory:");
  const segments = [await writeSegment(store, { episodeId: "e1", part: 0, topics })];
  return { store, segments, reader: openTelemetryReader({ store }) };
}

async function csv(topics: TopicColumns[], options: CsvOptions = {}): Promise<string[]> {
  const { reader, segments } = await write(topics);
  const text = (await buffer(exportCsv(reader, segments, options))).toString();
  expect(text.endsWith("\n")).toBe(true);
  return text.slice(0, -1).split("\n");
}

async function jsonOf(pieces: AsyncIterable<JsonPiece>): Promise<string> {
  const texts: string[] = [];
  for await (const { bytes, release } of pieces) {
    texts.push(Buffer.from(bytes).toString());
    release();
  }
  return texts.join("");
}

describe("CSV", () => {
  test("one line per frame, one column per dimension, named as people of LeRobot name them", async () => {
    const lines = await csv(
      [
        makeTopic("/observation/state", "float32", { rows: 3, dims: 2 }, (row, d) => row + d / 10),
        makeTopic("/action", "float64", { rows: 3, dims: 2 }, (row, d) =>
          row === 1 ? [NaN, -Infinity][d]! : row / 3,
        ),
        makeTopic("/next/done", "bool", { rows: 3 }, (row) => row),
        makeTopic("/observation/images/front", "image", { rows: 3 }),
        makeTopic("/id", "int64", { rows: 3 }, (row) => 2n ** 60n + BigInt(row)),
      ],
      { names: { "/observation/state": ["x", "y"] } },
    );
    expect(lines).toEqual([
      "timestamp,frame_index,observation.state.x,observation.state.y,action.0,action.1,next.done,id",
      "0,0,0,0.1,0,0,false,1152921504606846976",
      "0.1,1,1,1.1,NaN,-inf,true,1152921504606846977",
      "0.2,2,2,2.1,0.6666666666666666,0.6666666666666666,false,1152921504606846978",
    ]);
  });

  test("leaves cells empty where a topic has no sample, and gives two samples of one time two lines", async () => {
    const slow = makeTopic("/slow", "float32", { rows: 2, hz: 1 });
    const fast = makeTopic("/fast", "float32", { rows: 4, hz: 2 });
    fast.t[2] = 0.5;
    expect(await csv([slow, fast])).toEqual([
      "timestamp,frame_index,slow,fast",
      "0,0,0,0",
      "0.5,1,,1",
      "0.5,2,,2",
      "1,1,1,",
      "1.5,3,,3",
    ]);
  });

  test("no two columns have one name, and a dimension without a name has its number", async () => {
    const [header] = await csv(
      [
        makeTopic("/state", "float32", { rows: 1, dims: 2 }),
        makeTopic("/arm", "float32", { rows: 1, dims: 3 }),
        makeTopic("/arm/x", "float32", { rows: 1 }),
        makeTopic("/timestamp", "float32", { rows: 1 }),
      ],
      { names: { "/state": ["state[0]", "state[1]"], "/arm": ["x", "x", ""] } },
    );
    expect(header).toBe("timestamp,frame_index,state.0,state.1,arm.x,arm.x_2,arm.2,arm.x_3,timestamp_2");
  });

  test("a text or a name that a spreadsheet would run is neutralised; numbers are not touched", async () => {
    const texts = [
      "=cmd|' /C calc'!A0",
      "+1",
      "-1",
      "@SUM(A1)",
      "\t=1",
      "＝1",
      'say "hi", then\nstop',
      "plain",
      " padded",
    ];
    const lines = await csv(
      [
        makeTopic("/task", "string", { rows: texts.length }, (row) => texts[row]!),
        makeTopic("/x", "float32", { rows: texts.length, dims: 2 }, () => -1.5),
      ],
      { names: { "/x": ["=1+1", "a,b"] } },
    );
    const text = lines.join("\n");
    expect(lines[0]).toBe('timestamp,frame_index,task,x.=1+1,"x.a,b"');
    expect(text).toContain(`,"'=cmd|' /C calc'!A0",-1.5,-1.5`);
    for (const risky of ["+1", "-1", "@SUM(A1)", "\t=1", "＝1"]) expect(text).toContain(`,"'${risky}",-1.5`);
    expect(text).toContain(',"say ""hi"", then\nstop",');
    expect(text).toContain(",plain,-1.5");
    expect(text).toContain('," padded",');
    const [header] = await csv([makeTopic("=1+1", "float32", { rows: 1 })]);
    expect(header).toBe(`timestamp,frame_index,"'=1+1"`);
  });

  test("takes the window and the topics that were asked for", async () => {
    const topics = [makeTopic("/a", "float32", { rows: 30 }), makeTopic("/b", "float32", { rows: 30 })];
    const lines = await csv(topics, { topics: ["/b"], from: 1, to: 1.2 });
    expect(lines).toEqual(["timestamp,frame_index,b", "1,10,10", "1.1,11,11", "1.2,12,12"]);
  });

  test("streams a long episode in pieces whose lines are whole", async () => {
    const { reader, segments } = await write([makeTopic("/a", "float32", { rows: 25_000 })]);
    const pieces: string[] = [];
    for await (const piece of exportCsv(reader, segments)) pieces.push(Buffer.from(piece).toString());
    expect(pieces).toHaveLength(4);
    expect(pieces.every((piece) => piece.endsWith("\n"))).toBe(true);
    expect(pieces.join("").trimEnd().split("\n")).toHaveLength(25_001);
  });
});

describe("JSON and Parquet", () => {
  test("a long JSON export is one array of the same rows", async () => {
    const { reader, segments } = await write([
      makeTopic("/a", "float32", { rows: 12_000 }),
      makeTopic("/b", "bool", { rows: 9 }),
    ]);
    const text = await jsonOf(exportJson(reader, segments, { sessionId: "s", before: '{"a":', after: "}" }));
    const page = await reader.rows(segments, { limit: 1_000_000 });
    expect(JSON.parse(text)).toEqual({
      a: JSON.parse(new TextDecoder().decode(jsonRows(page, { sessionId: "s" }).bytes)),
    });
    const none = await jsonOf(exportJson(reader, segments, { sessionId: "s", from: 5000 }));
    expect(JSON.parse(none)).toEqual([]);
  });

  test("a window is a standard Parquet file of just its rows", async () => {
    const { reader, segments } = await write([
      makeTopic("/a", "float32", { rows: 100, dims: 2 }),
      makeTopic("/text", "string", { rows: 100 }, (row) => `t${row}`),
    ]);
    const page = await reader.rows(segments, { from: 2, to: 2.2, limit: 1000 });
    const bytes = await buffer(exportParquet(page.topics));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    expect(rows.map((row) => [row["topic"], row["t"], row["frame"], row["vs"]])).toEqual([
      ["/a", 2, 20, null],
      ["/a", 2.1, 21, null],
      ["/a", 2.2, 22, null],
      ["/text", 2, 20, "t20"],
      ["/text", 2.1, 21, "t21"],
      ["/text", 2.2, 22, "t22"],
    ]);
  });

  test("a whole episode exported is byte for byte the stored segment", async () => {
    const { store, reader, segments } = await write([makeTopic("/a", "float32", { rows: 100_000, dims: 3 })]);
    const exported = await buffer(exportParquet(await reader.read(segments)));
    expect(exported.equals(await store.get(segments[0]!.key))).toBe(true);
  });
});
