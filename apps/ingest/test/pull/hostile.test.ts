import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChannelBook } from "../../src/pull/channel-book.ts";
import { channelDecoder } from "../../src/pull/decode/channel-decoder.ts";
import { DecodeError } from "../../src/pull/decode/decode-error.ts";
import type { Decode } from "../../src/pull/decode/decoded.ts";
import { readServerData } from "../../src/pull/foxglove/server-data.ts";
import { ServerFault } from "../../src/pull/foxglove/server-fault.ts";
import { readServerText } from "../../src/pull/foxglove/server-text.ts";
import { PULL_LIMITS } from "../../src/pull/pull-limits.ts";
import { cdr, channel, FOXGLOVE_IMAGE, JOINT_STATE, jpeg, proto, ros } from "./encoders.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a decoder does with bytes: it reads them or says why not, and never anything else. */
function verdict(decode: Decode, payload: Uint8Array): string {
  try {
    decode(payload);
    return "read";
  } catch (thrown) {
    if (thrown instanceof DecodeError) return thrown.message;
    throw thrown;
  }
}

const bytes = fc.uint8Array({ maxLength: 400 });
const NESTED = `Inner[] list\nstring[] words\nfloat64[] values\nbool[] flags\nInner[4] four
================================================================================
MSG: pkg/Inner
float32[3] xyz
uint8[] blob
string name
`;
const LOOP = proto(
  `syntax = "proto3"; package t; message Loop { Loop in = 1; repeated Loop list = 2; repeated double packed = 3; bytes b = 4; }`,
  "t.Loop",
);

const decoders: [string, Decode][] = [
  ["JSON", channelDecoder(channel(1, "/x", {}))],
  ["a JSON picture", channelDecoder(channel(1, "/x", { schemaName: "foxglove.CompressedImage" }))],
  ["CDR", channelDecoder(ros(1, "/x", "pkg/msg/Outer", NESTED))],
  ["a JointState", channelDecoder(ros(1, "/x", "sensor_msgs/msg/JointState", JOINT_STATE))],
  ["protobuf", channelDecoder(LOOP.channel(1, "/x"))],
  ["a protobuf picture", channelDecoder(FOXGLOVE_IMAGE.channel(1, "/x"))],
];

describe("whatever bytes come as a message are read or refused, never a crash", () => {
  test.each(decoders)("%s", (_, decode) => {
    fc.assert(
      fc.property(bytes, (payload) => {
        verdict(decode, payload);
      }),
      { numRuns: 300 },
    );
  });

  test("a CDR message with one byte changed, or cut off anywhere", () => {
    const message = cdr(JOINT_STATE, {
      header: { stamp: { sec: 1, nanosec: 2 }, frame_id: "base" },
      name: ["a", "b", "c"],
      position: [1, 2, 3],
      velocity: [4, 5, 6],
      effort: [],
    });
    const decode = channelDecoder(ros(1, "/j", "sensor_msgs/msg/JointState", JOINT_STATE));
    for (let at = 0; at < message.byteLength; at++) {
      verdict(decode, message.subarray(0, at));
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const changed = new Uint8Array(message);
        changed[at] = value;
        verdict(decode, changed);
      }
    }
    expect(verdict(decode, message)).toBe("read");
  });
});

describe("a small message cannot become a large one", () => {
  const header = [0, 1, 0, 0];

  test("a CDR list that says four billion items", () => {
    for (const type of ["float64[]", "string[]", "bool[]", "time[]", "Empty[]"]) {
      const schema = `${type} list\n${"=".repeat(80)}\nMSG: pkg/Empty\nuint8 A=1\n`;
      const decode = channelDecoder(ros(1, "/x", "pkg/msg/X", schema));
      expect(verdict(decode, Uint8Array.from([...header, 0xff, 0xff, 0xff, 0xff, 0, 0]))).toContain(
        "shorter",
      );
    }
  });

  test("a fixed CDR list of four billion items in the schema", () => {
    const decode = channelDecoder(ros(1, "/x", "pkg/msg/X", "float64[4000000000] list"));
    expect(verdict(decode, Uint8Array.from([...header, 1, 2, 3]))).toContain("shorter");
  });

  test("a CDR list of a million empty messages", () => {
    const schema = `Empty[] list\n${"=".repeat(80)}\nMSG: pkg/Empty\nuint8 A=1\n`;
    const payload = new Uint8Array(1_000_008);
    payload.set([0, 1, 0, 0, 0x40, 0x42, 0x0f, 0]);
    const decode = channelDecoder(ros(1, "/x", "pkg/msg/X", schema));
    expect(verdict(decode, payload)).toContain(`more than ${PULL_LIMITS.messageValuesMax}`);
  });

  test("a CDR list never reaches beyond its message into memory that is not its own", () => {
    const whole = Buffer.from([0, 1, 0, 0, 4, 0, 0, 0, 1, 2, 0x53, 0x45, 0x43]);
    const decode = channelDecoder(ros(1, "/x", "pkg/msg/X", "uint8[] list"));
    expect(verdict(decode, whole.subarray(0, 10))).toContain("shorter");
  });

  test("ROS types that contain themselves, or nest too deep", () => {
    const itself = `A a\n${"=".repeat(80)}\nMSG: pkg/A\nA a\n`;
    expect(() => channelDecoder(ros(1, "/x", "pkg/msg/X", itself))).toThrow(DecodeError);
    const chain = Array.from({ length: 30 }, (_, i) => `${"=".repeat(80)}\nMSG: pkg/T${i}\nT${i + 1} t`);
    const deep = `T0 t\n${chain.join("\n")}\n${"=".repeat(80)}\nMSG: pkg/T30\nuint8 a\n`;
    expect(() => channelDecoder(ros(1, "/x", "pkg/msg/X", deep))).toThrow("nested");
  });

  test("a protobuf message inside itself a thousand times", () => {
    let payload: Uint8Array = new Uint8Array();
    for (let n = 0; n < 1_000; n++) {
      const length = payload.byteLength;
      const size = length < 128 ? [length] : [(length & 0x7f) | 0x80, length >> 7];
      payload = Uint8Array.from([0x0a, ...size, ...payload]);
    }
    expect(verdict(channelDecoder(LOOP.channel(1, "/x")), payload)).toContain("nested");
  });

  test("a protobuf list of a million empty messages, and a packed one", () => {
    const decode = channelDecoder(LOOP.channel(1, "/x"));
    const list = new Uint8Array(2_000_000);
    for (let at = 0; at < list.length; at += 2) list[at] = 0x12;
    expect(verdict(decode, list)).toContain("more than");
    const packed = LOOP.encode({ packed: Array.from({ length: PULL_LIMITS.messageValuesMax + 1 }, () => 1) });
    expect(verdict(decode, packed)).toContain("more than");
  });

  test("a protobuf length beyond the message", () => {
    const decode = channelDecoder(LOOP.channel(1, "/x"));
    expect(verdict(decode, Uint8Array.from([0x22, 0xff, 0xff, 0xff, 0xff, 0x0f]))).toContain("cut off");
    expect(verdict(decode, new Uint8Array(20).fill(0xff))).toContain("no protobuf");
  });

  test("deep JSON, JSON of too many parts, and a long list", () => {
    const decode = channelDecoder(channel(1, "/x", {}));
    expect(verdict(decode, utf8(`{"a":${"[".repeat(100_000)}`))).toContain("too much");
    expect(verdict(decode, utf8(`{"a":[${"[],".repeat(100_000)}1]}`))).toContain("too much");
    const long = decode(utf8(`{"a":[${"1,".repeat(10_000)}1],"b":2}`));
    expect(long.leftOut).toEqual([`a: 10001 values, more than ${PULL_LIMITS.namedValuesMax}`]);
    expect(long.parts).toMatchObject([{ names: ["b"] }]);
  });

  test("JSON keys that mean something to JavaScript are names like others", () => {
    const message = channelDecoder(channel(1, "/x", {}))(
      utf8('{"__proto__":{"x":1},"constructor":2,"toString":3}'),
    );
    expect(message.parts).toMatchObject([
      { names: expect.arrayContaining(["constructor", "toString"]) as string[] },
    ]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("a schema that lies", () => {
  test("names a field that is a number as text: unreadable, and the next message is judged anew", () => {
    const says = proto(`syntax = "proto3"; package t; message M { string a = 1; }`, "t.M");
    const sends = proto(`syntax = "proto3"; package t; message M { double a = 1; }`, "t.M");
    const decode = channelDecoder(says.channel(1, "/x"));
    expect(verdict(decode, sends.encode({ a: 1 }))).toContain("not of the type");
    expect(verdict(decode, says.encode({ a: "x" }))).toBe("read");
  });

  test("garbage as a protobuf schema is told, whatever it is", () => {
    fc.assert(
      fc.property(bytes, (garbage) => {
        const schema = Buffer.from(garbage).toString("base64");
        const asked = channel(1, "/x", { encoding: "protobuf", schemaName: "a.B", schema });
        expect(() => channelDecoder(asked)).toThrow(DecodeError);
      }),
    );
  });

  test("garbage as a ROS schema is told, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (schema) => {
        const book = new ChannelBook();
        book.offer([ros(1, "/x", "pkg/msg/X", schema)]);
        expect(book.offered).toBe(1);
      }),
    );
    expect(() => channelDecoder(ros(1, "/x", "pkg/msg/X", `float64 ${"a".repeat(10_000)}`))).toThrow(
      "too long",
    );
  });
});

describe("what a server says", () => {
  test("any bytes are understood, stepped over or a fault of the server", () => {
    fc.assert(
      fc.property(fc.oneof(bytes, fc.json().map(utf8)), (frame) => {
        for (const read of [readServerText, readServerData]) {
          try {
            read(frame);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(ServerFault);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    '{"op":"advertise"}',
    '{"op":"advertise","channels":[1]}',
    '{"op":"advertise","channels":[{"id":"1","topic":"/a","encoding":"json"}]}',
    '{"op":"advertise","channels":[{"id":1,"topic":{},"encoding":"json"}]}',
    '{"op":"unadvertise","channelIds":[null]}',
    "[]",
    "{",
  ])("%s is a fault", (text) => {
    expect(() => readServerText(utf8(text))).toThrow(ServerFault);
  });

  test("what an offer may hold is bounded: channels, recorded ones, and the bytes of schemas", () => {
    const many = (from: number, count: number, more = {}) =>
      Array.from({ length: count }, (_, i) => channel(from + i, `/t${from + i}`, more));
    const book = new ChannelBook();
    expect(book.offer(many(0, 2_000))).toHaveLength(PULL_LIMITS.subscriptionsMax);
    expect(() => book.offer(many(2_000, 100))).toThrow(ServerFault);
    const schema = `{"properties":{}}${" ".repeat(200_000)}`;
    const heavy = new ChannelBook();
    expect(heavy.offer(many(0, 100, { schema })).length).toBeLessThan(45);
    expect(heavy.lines().at(-1)).toContain("too large");
    heavy.withdraw(Array.from({ length: 100 }, (_, i) => i));
    expect(heavy.offer(many(200, 1, { schema }))).toEqual([200]);
  });

  test("a channel that is offered twice under one name is recorded once", () => {
    const book = new ChannelBook();
    expect(book.offer([channel(1, "/a", {}), channel(2, "/a", {})])).toEqual([1]);
    expect(book.lines()).toEqual(["/a: not recorded: another channel has this name, and is recorded."]);
  });

  test("a picture that is too large is told and left out", () => {
    const book = new ChannelBook();
    book.offer([FOXGLOVE_IMAGE.channel(1, "/cam")]);
    expect(book.decode(1, FOXGLOVE_IMAGE.encode({ data: jpeg(1, 6 << 20), format: "jpeg" }))).toBeNull();
    expect(book.lines()).toEqual([
      "/cam: not wholly recorded (1 unreadable): a picture has more than 5 MiB.",
    ]);
  });
});
