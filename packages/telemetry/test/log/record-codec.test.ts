import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeHeadOf, decodeRecord } from "../../src/log/decode-record.ts";
import { encodeRecord } from "../../src/log/encode-record.ts";
import { countItems } from "../../src/log/session-counts.ts";
import { walkItems } from "../../src/log/walk-items.ts";
import type { LogItem, LogTopic, LogValues, SessionRecord } from "@retake/telemetry/log";

const number = fc.double();
const seq = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const text = fc.string({ unit: "grapheme" });

const cases: fc.Arbitrary<{ topic: LogTopic; values: LogValues }> = fc
  .record({ name: text, dims: fc.integer({ min: 0, max: 5 }), bytes: fc.uint8Array({ maxLength: 50 }), text })
  .chain(({ name, dims, bytes, text: words }) => {
    const length = { minLength: dims, maxLength: dims };
    const shape = [dims];
    const topic = (type: LogTopic["type"]): LogTopic => ({
      name,
      type,
      shape: type === "string" ? [] : shape,
    });
    const of = (type: LogTopic["type"], values: fc.Arbitrary<LogValues>) =>
      values.map((each) => ({ topic: topic(type), values: each }));
    return fc.oneof(
      of("float32", fc.float32Array(length)),
      of("float64", fc.float64Array(length)),
      of("int64", fc.bigInt64Array(length)),
      of("bool", fc.uint8Array(length)),
      of("image", fc.constant(bytes)),
      of("string", fc.constant(words)),
    );
  });

const sample = fc
  .tuple(cases, number, number, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))
  .map(([{ topic, values }, t, serverTime, frame]) => ({
    topic,
    item: (index: number): LogItem => ({ kind: "sample", topic: index, t, serverTime, frame, values }),
  }));
const markText = fc.record({ t: number, kind: text, text });
const other: fc.Arbitrary<LogItem> = fc.oneof(
  fc.record({ kind: fc.constant("mark" as const), serverTime: number, mark: markText }),
  fc.record({ kind: fc.constant("refused" as const), code: text }),
);

/** Every sample has a topic of its own. */
const batch = fc.tuple(fc.array(fc.oneof(sample, other), { maxLength: 20 }), seq).map(([list, firstSeq]) => {
  const topics: LogTopic[] = [];
  const items = list.map((each) => ("item" in each ? each.item(topics.push(each.topic) - 1) : each));
  return { firstSeq, topics, items };
});

const record: fc.Arbitrary<SessionRecord> = fc.oneof(
  fc.record({ kind: fc.constant("open" as const), session: text, meta: text }),
  fc.record({ kind: fc.constant("close" as const), session: text, reason: text }),
  fc.record({
    kind: fc.constant("carry" as const),
    session: text,
    meta: text,
    nextSeq: seq,
    nextMark: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    counts: fc.record({
      messages: fc.maxSafeNat(),
      frames: fc.maxSafeNat(),
      marks: fc.maxSafeNat(),
      refused: fc.maxSafeNat(),
    }),
  }),
  fc.record({
    kind: fc.constant("mark" as const),
    session: text,
    number: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    mark: fc.record({ t: number, serverTime: number, kind: text, text }),
  }),
  fc.record({ kind: fc.constant("describe" as const), session: text, meta: text }),
  fc.record({ kind: fc.constant("items" as const), session: text, batch }),
);

function bytesOf(given: SessionRecord): Buffer {
  const payload = encodeRecord(given);
  const bytes = Buffer.alloc(payload.bytes + 3, 7);
  payload.put(bytes, 1);
  expect([bytes[0], ...bytes.subarray(-2)]).toEqual([7, 7, 7]);
  return bytes.subarray(1, -2);
}

test("every record comes back as it was, NaN, infinities and int64 included, and writes the bytes it announced", () => {
  fc.assert(
    fc.property(record, (given) => {
      expect(decodeRecord(bytesOf(given))).toEqual(given);
    }),
  );
});

test("the head of a batch tells its numbers and counts without its items", () => {
  fc.assert(
    fc.property(batch, (given) => {
      const head = decodeHeadOf(bytesOf({ kind: "items", session: "s", batch: given }));
      expect(head).toEqual({
        kind: "items",
        session: "s",
        firstSeq: given.firstSeq,
        count: given.items.length,
        counts: countItems(given),
      });
    }),
  );
});

test("a walk over a batch finds every sample where it lies, also for one who does not ask for the marks between them", () => {
  fc.assert(
    fc.property(batch, ({ topics, items }) => {
      // At the end of the numbers there is no room for more than one.
      const given = { firstSeq: 1, topics, items };
      const payload = bytesOf({ kind: "items", session: "s", batch: given });
      const meant = given.items.flatMap((item, i) =>
        item.kind === "sample" ? [[given.firstSeq + i, given.topics[item.topic], item.t]] : [],
      );
      const samples: unknown[] = [];
      const marks: number[] = [];
      walkItems(payload, { sample: ({ seq: at, topic, t }) => samples.push([at, topic, t]) });
      expect(samples).toEqual(meant);
      walkItems(payload, { sample: () => undefined, mark: (at) => marks.push(at) });
      expect(marks).toHaveLength(countItems(given).marks);
    }),
  );
});

test("a record that is cut off or goes on is refused, never half read", () => {
  fc.assert(
    fc.property(record, fc.nat(), (given, at) => {
      const bytes = bytesOf(given);
      const refused = expect.objectContaining({ code: "corrupt_data" });
      expect(() => decodeRecord(bytes.subarray(0, at % bytes.length))).toThrow(refused);
      expect(() => decodeRecord(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(refused);
    }),
  );
});

test("a record of a later version is told from a damaged one", () => {
  const bytes = bytesOf({ kind: "close", session: "s", reason: "" });
  for (const at of [0, 1]) {
    const later = Buffer.from(bytes);
    later[at] = 200;
    expect(() => decodeRecord(later)).toThrow(expect.objectContaining({ code: "conflict" }));
  }
});
