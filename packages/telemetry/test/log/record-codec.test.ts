import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRecord, encodeRecord } from "../../src/log/record-codec.ts";
import type { LogSample, LogTopic, LogValues, SessionRecord } from "@retake/telemetry/log";

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

const samples = fc
  .array(fc.tuple(cases, number, number, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), {
    maxLength: 20,
  })
  .map((list) => ({
    topics: list.map(([{ topic }]) => topic),
    samples: list.map(([{ values }, t, serverTime, frame], topic): LogSample => ({
      topic,
      t,
      serverTime,
      frame,
      values,
    })),
  }));

const record: fc.Arbitrary<SessionRecord> = fc.oneof(
  fc.record({ kind: fc.constant("open" as const), session: text, meta: text }),
  fc.record({ kind: fc.constant("close" as const), session: text, reason: text }),
  fc.record({
    kind: fc.constant("carry" as const),
    session: text,
    meta: text,
    nextSeq: seq,
    nextMark: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  }),
  fc.record({
    kind: fc.constant("mark" as const),
    session: text,
    number: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    mark: fc.record({ t: number, serverTime: number, kind: text, text }),
  }),
  fc.record({
    kind: fc.constant("samples" as const),
    session: text,
    batch: fc.tuple(samples, seq).map(([batch, firstSeq]) => ({ ...batch, firstSeq })),
  }),
);

test("every record comes back as it was, NaN, infinities and int64 included", () => {
  fc.assert(
    fc.property(record, (given) => {
      expect(decodeRecord(encodeRecord(given))).toEqual(given);
    }),
  );
});

test("a record that is cut off or goes on is refused, never half read", () => {
  fc.assert(
    fc.property(record, fc.nat(), (given, at) => {
      const bytes = encodeRecord(given);
      const refused = expect.objectContaining({ code: "corrupt_data" });
      expect(() => decodeRecord(bytes.subarray(0, at % bytes.length))).toThrow(refused);
      expect(() => decodeRecord(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(refused);
    }),
  );
});
