import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AnnouncedTopics, BinaryEncoder, decodeClientBinary } from "@retake/protocol/binary";
import { ProtocolError } from "@retake/protocol/errors";
import { PROTOCOL_LIMITS } from "@retake/protocol/limits";
import type { DataMessage } from "@retake/protocol/messages";
import { contentHash } from "@retake/protocol/sequence";
import { decodeClientText, decodeServerText } from "@retake/protocol/text";
import { TopicTable } from "@retake/protocol/topic-table";
import { fromHex } from "./notation.ts";
import { CLIENT_TEXT } from "./vector-cases/client-text.ts";

/** Whatever comes back must also be fit for what the server does next with it. */
function mustNotThrowElse(decode: () => unknown): void {
  try {
    const frame = decode();
    if (typeof frame !== "object" || frame === null || !("items" in frame)) return;
    const table = new TopicTable();
    const { declared, items } = frame as ReturnType<typeof decodeClientBinary>;
    table.declare(declared);
    for (const item of items) contentHash(table.check(item));
  } catch (thrown) {
    if (!(thrown instanceof ProtocolError)) throw thrown;
  }
}

function sample(seq: number, data: Partial<DataMessage>): DataMessage {
  return { type: "message", seq, topic: "/a", timestamp: 1, frame_index: 0, ...data } as DataMessage;
}

const FRAME = new BinaryEncoder().encode([
  sample(1, { data_type: "float32[]", data: Float32Array.of(1, 2, 3) }),
  sample(2, { topic: "/cam", data_type: "image", data: Uint8Array.of(0xff, 0xd8, 0xff, 0) }),
  sample(3, { topic: "/words", data_type: "string", data: "抓取" }),
  sample(4, { topic: "/i", data_type: "int64[]", data: BigInt64Array.of(1n) }),
  sample(5, { topic: "/b", data_type: "bool[]", data: Uint8Array.of(1, 0) }),
]);

const decode = (bytes: Uint8Array): unknown => decodeClientBinary(bytes, new AnnouncedTopics());

const valuesOf = (bytes: Uint8Array): unknown[] =>
  decodeClientBinary(bytes, new AnnouncedTopics()).items.map((item) =>
    item.type === "message" ? Array.from<unknown>(item.data) : item,
  );

describe("hostile binary frames", () => {
  test("a frame cut at any byte is refused, and announces nothing", () => {
    for (let length = 0; length < FRAME.byteLength; length++) {
      const announced = new AnnouncedTopics();
      for (const patch of [false, true]) {
        const cut = FRAME.slice(0, length);
        // The header's own length made to agree, so that the records' lengths are what is tested.
        if (patch && length >= 8) new DataView(cut.buffer).setUint32(4, length, true);
        expect(() => decodeClientBinary(cut, announced), `${length}`).toThrow(ProtocolError);
      }
      expect(announced.get(0)).toBeUndefined();
    }
  });

  test("every single flipped bit gives a frame or a ProtocolError", () => {
    for (let bit = 0; bit < FRAME.byteLength * 8; bit++) {
      const flipped = FRAME.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      mustNotThrowElse(() => decode(flipped));
    }
  });

  test("any bytes behind a right header give a frame or a ProtocolError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(8), (bytes, records) => {
        const frame = new Uint8Array(16 + bytes.byteLength);
        frame.set([0x52, 0x54, 1]);
        const view = new DataView(frame.buffer);
        view.setUint32(4, frame.byteLength, true);
        view.setUint32(8, records, true);
        frame.set(bytes, 16);
        if (bytes.byteLength > 8) frame[16] = 1 + (bytes[0]! % 2);
        mustNotThrowElse(() => decode(frame));
      }),
      { numRuns: 3_000 },
    );
  });

  test("several overwritten bytes give a frame or a ProtocolError", () => {
    const change = fc.tuple(fc.nat(FRAME.byteLength - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const frame = FRAME.slice();
        for (const [at, byte] of changes) frame[at] = byte;
        mustNotThrowElse(() => decode(frame));
      }),
      { numRuns: 5_000 },
    );
  });

  test("a claimed size allocates nothing: values are views on the frame, wherever it lies aligned", () => {
    const { items } = decodeClientBinary(FRAME, new AnnouncedTopics());
    for (const item of items) {
      if (item.type === "message" && typeof item.data !== "string")
        expect(item.data.buffer).toBe(FRAME.buffer);
    }
  });

  test("a frame anywhere in a pool of bytes reads the same", () => {
    const expected = decode(FRAME);
    for (let offset = 0; offset < 8; offset++) {
      const pool = new Uint8Array(offset + FRAME.byteLength + 5).fill(0xee);
      pool.set(FRAME, offset);
      const place = pool.subarray(offset, offset + FRAME.byteLength);
      expect(decode(place)).toEqual(expected);
      // As Node's sockets give it: the `slice` of a Buffer is no copy.
      const buffer = Buffer.from(pool.buffer, place.byteOffset, place.byteLength);
      expect(valuesOf(buffer)).toEqual(valuesOf(FRAME));
    }
  });

  test("a frame written field by field after PROTOCOL.md by another language is read", () => {
    // Python: struct.pack("<2sBBIII", b"RT", 1, 0, size, 2, 0) and struct.pack("<BBHIQdiI", …) for each record.
    const hex = [
      "52540100880000000200000000000000010205002800000000000000000000000000000000000000ffffffff00000000",
      "7b22746f706963223a20222f6a6f696e745f737461746573222c20227368617065223a205b325d7d0202050010000000",
      "0200000001000000000000000000e0bfffffffff000000009a9999999999b93f00000000000000c0",
    ].join("");
    expect(decode(fromHex(hex))).toMatchObject({
      declared: [{ topic: "/joint_states", data_type: "float64[]", shape: [2], names: null }],
      items: [{ seq: 4294967298, timestamp: -0.5, frame_index: null, data: Float64Array.of(0.1, -2) }],
    });
  });
});

describe("hostile text frames", () => {
  const text = fc.oneof(
    fc.json({ maxDepth: 12 }),
    fc.string(),
    fc.constantFrom(...CLIENT_TEXT.map((vector) => vector.text)),
  );

  test("any text gives a frame or a ProtocolError", () => {
    fc.assert(
      fc.property(text, (frame) => {
        mustNotThrowElse(() => decodeClientText(frame));
        mustNotThrowElse(() => decodeServerText(frame));
      }),
      { numRuns: 3_000 },
    );
  });

  test("a valid text cut at any letter is refused", () => {
    for (const { text: whole } of CLIENT_TEXT) {
      for (let length = 0; length < whole.length; length++) {
        expect(() => decodeClientText(whole.slice(0, length))).toThrow(ProtocolError);
      }
    }
  });

  test("a valid text with letters replaced gives a frame or a ProtocolError", () => {
    const letter = fc.constantFrom(...'{}[]":,\\0123456789eE+-.NaIn\u0000tf ud8é\n'.split(""));
    fc.assert(
      fc.property(
        fc.constantFrom(...CLIENT_TEXT.map((vector) => vector.text)),
        fc.array(fc.tuple(fc.nat(400), letter), { minLength: 1, maxLength: 5 }),
        (whole, changes) => {
          const letters = whole.split("");
          for (const [at, other] of changes) letters[at % letters.length] = other;
          mustNotThrowElse(() => decodeClientText(letters.join("")));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test("any field of any type gives a frame or a ProtocolError", () => {
    const type = fc.constantFrom("session_start", "message", "mark", "batch", "session_end");
    const fields = fc.dictionary(
      fc.constantFrom(
        "session_id",
        "topics",
        "topic",
        "timestamp",
        "data_type",
        "data",
        "image_base64",
        "frame_index",
        "seq",
        "messages",
        "kind",
        "text",
        "outcome",
        "total_reward",
        "last_seq",
        "fps",
        "__proto__",
        "toString",
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 3 }),
        fc.constantFrom(
          "/a",
          "float32[]",
          "int64",
          "bool",
          "string",
          "image",
          "NaN",
          "/9j/4AAQ",
          "note",
          "a",
        ),
      ),
    );
    fc.assert(
      fc.property(type, fields, (kind, rest) =>
        mustNotThrowElse(() => decodeClientText(JSON.stringify({ ...rest, type: kind }))),
      ),
      { numRuns: 5_000 },
    );
  });

  test("bytes that are no UTF-8 are refused", () => {
    expect(() => decodeClientText(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(ProtocolError);
  });

  test("JSON reads numbers as any JSON reader does, around the words it has not", () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 20 }), (numbers) => {
        // As Python's json.dumps writes them.
        const list = numbers.map((number) => (Object.is(number, -0) ? "-0.0" : String(number))).join(", ");
        const frame = decodeClientText(
          `{"type":"message","topic":"/a","timestamp":0,"data_type":"float64[]","data":[${list}]}`,
        );
        expect(frame).toMatchObject({ items: [{ data: Float64Array.from(numbers) }] });
      }),
    );
  });

  test("a limit is the last size that is read", () => {
    const values = (count: number): unknown =>
      decodeClientText(
        `{"type":"message","topic":"/a","timestamp":0,"data_type":"float32","data":[0${",0".repeat(count - 1)}]}`,
      );
    expect(values(PROTOCOL_LIMITS.dimsMax)).toMatchObject({ items: [{ type: "message" }] });
    expect(values(PROTOCOL_LIMITS.dimsMax + 1)).toMatchObject({ items: [{ code: "bad_value" }] });
    const one = '{"topic":"/a","timestamp":0,"data_type":"float32","data":[1],"frame_index":1,"seq":1}';
    const batch = (count: number): unknown =>
      decodeClientText(`{"type":"batch","messages":[${Array(count).fill(one).join(",")}]}`);
    expect(batch(PROTOCOL_LIMITS.batchMessagesMax)).toMatchObject({ type: "data" });
    expect(() => batch(PROTOCOL_LIMITS.batchMessagesMax + 1)).toThrow(ProtocolError);
  });
});
