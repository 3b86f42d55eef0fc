import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channelDecoder } from "../../src/pull/decode/channel-decoder.ts";
import { DecodeError } from "../../src/pull/decode/decode-error.ts";
import type { DecodedMessage } from "../../src/pull/decode/decoded.ts";
import { cdr, channel, COMPRESSED_IMAGE, FOXGLOVE_IMAGE, JOINT_STATE, jpeg, proto, ros } from "./encoders.ts";

const text = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const json = (value: unknown, schema: object | string = ""): DecodedMessage =>
  channelDecoder(channel(1, "/x", { schema: typeof schema === "string" ? schema : JSON.stringify(schema) }))(
    text(value),
  );
const numbersOf = (message: DecodedMessage): Record<string, number> =>
  Object.fromEntries(
    message.parts.flatMap((part) =>
      part.kind === "numbers" ? part.names.map((name, i) => [name, part.values[i] as number]) : [],
    ),
  );

describe("JSON", () => {
  test("what LeRobot sends becomes one topic with the names of its joints", () => {
    const message = json({
      scalars: [
        { label: "shoulder_pan.pos", value: 1.5 },
        { label: "gripper.pos", value: -3 },
      ],
    });
    expect(message.parts).toEqual([
      {
        kind: "numbers",
        path: null,
        names: ["shoulder_pan.pos", "gripper.pos"],
        units: null,
        values: Float64Array.of(1.5, -3),
      },
    ]);
  });

  test("numbers, booleans, nested fields and lists have the names of their fields", () => {
    const message = json({
      a: 1,
      on: true,
      pose: { x: 2, q: [3, 4] },
      skip: null,
      list: [{ v: 5 }, { v: 6 }],
    });
    expect(numbersOf(message)).toEqual({
      a: 1,
      on: 1,
      "pose.x": 2,
      "pose.q[0]": 3,
      "pose.q[1]": 4,
      "list[0].v": 5,
      "list[1].v": 6,
    });
  });

  test("the schema gives the order, and fields a message leaves out are NaN", () => {
    const schema = {
      properties: {
        b: { type: "number" },
        in: { type: "object", properties: { z: { type: "number" } } },
        a: { type: "number" },
      },
    };
    const message = json({ a: 1, more: 9, in: { y: 3, z: 2 } }, schema);
    expect(message.parts[0]).toMatchObject({
      names: ["b", "in.z", "in.y", "a", "more"],
      values: Float64Array.of(Number.NaN, 2, 3, 1, 9),
    });
  });

  test("texts become topics of their own, and a message of one text has the channel's", () => {
    expect(json({ data: "hello" }).parts).toEqual([{ kind: "text", path: null, text: "hello" }]);
    expect(json({ n: 1, mode: "auto" }).parts[1]).toEqual({ kind: "text", path: "mode", text: "auto" });
  });

  test("NaN and infinities are numbers, as Python writes them", () => {
    expect(numbersOf(json('{"a": NaN, "b": [-Infinity, 1]}'))).toEqual({
      a: NaN,
      "b[0]": -Infinity,
      "b[1]": 1,
    });
  });

  test("a picture comes out byte for byte, with the time of its header", () => {
    const picture = jpeg(7, 1_000);
    const decode = channelDecoder(channel(1, "/cam", { schemaName: "foxglove.CompressedImage" }));
    const message = decode(
      text({
        timestamp: { sec: 12, nsec: 345 },
        format: "jpeg",
        data: Buffer.from(picture).toString("base64"),
      }),
    );
    expect(message.stampNs).toBe(12_000_000_345n);
    expect(message.parts).toEqual([{ kind: "image", path: null, bytes: picture }]);
  });
});

describe("ROS 2", () => {
  const joints = channelDecoder(ros(1, "/joint_states", "sensor_msgs/msg/JointState", JOINT_STATE));

  test("JointState: positions, velocities and efforts under the names of the joints, with the units its comment gives", () => {
    const message = joints(
      cdr(JOINT_STATE, {
        header: { stamp: { sec: 3, nanosec: 5 }, frame_id: "base" },
        name: ["a", "b"],
        position: [0.1, 0.2],
        velocity: [],
        effort: [5, 6],
      }),
    );
    expect(message.stampNs).toBe(3_000_000_005n);
    expect(message.parts).toEqual([
      {
        kind: "numbers",
        path: "position",
        names: ["a", "b"],
        units: ["rad or m", "rad or m"],
        values: Float64Array.of(0.1, 0.2),
      },
      {
        kind: "numbers",
        path: "effort",
        names: ["a", "b"],
        units: ["N·m or N", "N·m or N"],
        values: Float64Array.of(5, 6),
      },
    ]);
  });

  test("JointState whose lists do not fit its names is unreadable", () => {
    const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: "" };
    const message = cdr(JOINT_STATE, { header, name: ["a"], position: [1, 2], velocity: [], effort: [] });
    expect(() => joints(message)).toThrow("1 names and 2 values of position");
  });

  test("CompressedImage: byte for byte; what is no JPEG or PNG is told with its format", () => {
    const decode = channelDecoder(ros(1, "/cam", "sensor_msgs/msg/CompressedImage", COMPRESSED_IMAGE));
    const header = { stamp: { sec: 1, nanosec: 0 }, frame_id: "cam" };
    const picture = jpeg(3, 4_097);
    const message = decode(
      cdr(COMPRESSED_IMAGE, { header, format: "rgb8; jpeg compressed bgr8", data: picture }),
    );
    expect(message.parts).toEqual([{ kind: "image", path: null, bytes: picture }]);
    const depth = cdr(COMPRESSED_IMAGE, { header, format: "16UC1; compressedDepth", data: [1, 2, 3] });
    expect(() => decode(depth)).toThrow("compressedDepth");
  });

  test("messages of any other kind: their numbers, arrays and times", () => {
    const schema = `bool on\nint8 a\nuint64 big\nfloat32[3] xyz\nint16[] list\nPair[] pairs\nbuiltin_interfaces/Duration left\nuint8[] blob\nint32 CONSTANT=7
================================================================================
MSG: pkg/Pair
string name
float64 value
================================================================================
MSG: builtin_interfaces/Duration
int32 sec
uint32 nanosec
`;
    const message = channelDecoder(ros(1, "/x", "pkg/msg/Thing", schema))(
      cdr(schema, {
        on: true,
        a: -5,
        big: 9_007_199_254_740_991n,
        xyz: [1, 2, 3],
        list: [-1, 4],
        pairs: [{ name: "v", value: 1.25 }],
        left: { sec: 2, nanosec: 9 },
        blob: new Uint8Array(100),
      }),
    );
    expect(numbersOf(message)).toEqual({
      on: 1,
      a: -5,
      big: 9_007_199_254_740_991,
      "xyz[0]": 1,
      "xyz[1]": 2,
      "xyz[2]": 3,
      "list[0]": -1,
      "list[1]": 4,
      "pairs.v": 1.25,
      "left.sec": 2,
      "left.nanosec": 9,
    });
    expect(message.leftOut).toEqual(["blob: 100 values, more than 64"]);
  });
});

describe("protobuf", () => {
  test("CompressedImage: byte for byte, with its time", () => {
    const picture = jpeg(9, 3_000);
    const decode = channelDecoder(FOXGLOVE_IMAGE.channel(1, "/cam"));
    const message = decode(
      FOXGLOVE_IMAGE.encode({
        timestamp: { seconds: 1_700_000_000, nanos: 5 },
        data: picture,
        format: "jpeg",
      }),
    );
    expect(message.stampNs).toBe(1_700_000_000_000_000_005n);
    expect(message.parts).toEqual([{ kind: "image", path: null, bytes: picture }]);
  });

  const ALL = proto(
    `syntax = "proto3"; package t;
     message In { double x = 1; sint32 y = 2; }
     enum E { A = 0; B = 5; }
     message All {
       double d = 1; float f = 2; int64 i64 = 3; uint64 u64 = 4; int32 i32 = 5; fixed64 x64 = 6; fixed32 x32 = 7;
       bool b = 8; uint32 u32 = 13; E e = 14; sfixed32 s32 = 15; sfixed64 s64 = 16; sint32 z32 = 17; sint64 z64 = 18;
       repeated float packed = 20; repeated In list = 21; In in = 22; oneof one { double either = 23; } string word = 24;
       map<string, double> map = 25; }`,
    "t.All",
  );
  const decode = channelDecoder(ALL.channel(1, "/all"));

  test("every type of number, packed lists, maps and messages inside", () => {
    const given = {
      d: 1.5,
      f: 0.5,
      i64: -7,
      u64: 8,
      i32: -9,
      x64: 10,
      x32: 11,
      b: true,
      u32: 4_000_000_000,
      e: 5,
      s32: -12,
      s64: -13,
      z32: -14,
      z64: -15,
    };
    const message = decode(
      ALL.encode({
        ...given,
        packed: [1, 2],
        list: [{ x: 3, y: -4 }],
        in: { x: 5 },
        either: 6,
        word: "w",
        map: { k: 2.5 },
      }),
    );
    expect(numbersOf(message)).toEqual({
      ...given,
      b: 1,
      "packed[0]": 1,
      "packed[1]": 2,
      "list[0].x": 3,
      "list[0].y": -4,
      "in.x": 5,
      "in.y": 0,
      either: 6,
      "map.k": 2.5,
    });
    expect(message.parts).toContainEqual({ kind: "text", path: "word", text: "w" });
  });

  test("fields that proto3 leaves out because they are 0 are 0", () => {
    expect(numbersOf(decode(ALL.encode({ d: 1 })))).toMatchObject({ d: 1, f: 0, z64: 0, b: 0 });
    expect(numbersOf(decode(ALL.encode({ d: 1 })))).not.toHaveProperty("either");
  });

  test("any numbers come out as an independent writer put them in", () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.maxSafeInteger(),
        fc.integer(),
        fc.array(fc.float(), { maxLength: 20 }),
        (d, i64, z32, packed) => {
          const found = numbersOf(decode(ALL.encode({ d, i64, z32, packed })));
          expect(found).toMatchObject({
            d,
            i64,
            z32,
            ...Object.fromEntries(packed.map((v, i) => [`packed[${i}]`, v])),
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("what is not recorded says why", () => {
  test.each([
    [{ schemaName: "foxglove.RawImage", encoding: "protobuf" }, "--display_compressed_images=true"],
    [{ schemaName: "sensor_msgs/msg/Image", encoding: "cdr" }, "/compressed"],
    [{ schemaName: "sensor_msgs/msg/PointCloud2", encoding: "cdr" }, "point clouds"],
    [{ encoding: "flatbuffer" }, "flatbuffer"],
    [{ encoding: "ros1" }, "ros1"],
    [{ encoding: "cdr", schemaEncoding: "ros2idl" }, "ros2idl"],
    [{ encoding: "cdr", schema: "" }, "no fields"],
    [{ encoding: "cdr", schema: "pkg/Unknown x" }, "no ROS 2 message definition"],
    [{ encoding: "protobuf", schemaName: "a.B", schema: "AAAA" }, "no FileDescriptorSet"],
    [{ topic: "/a\nb" }, "odd characters"],
  ])("%o", (more, words) => {
    expect(() => channelDecoder(channel(1, "/x", more))).toThrow(words);
    expect(() => channelDecoder(channel(1, "/x", more))).toThrow(DecodeError);
  });
});
