import { parseObject } from "@retake/protocol/json";
import type { Channel } from "../foxglove/channel.ts";
import { PULL_LIMITS } from "../pull-limits.ts";
import { cdrPlan } from "./cdr/cdr-plan.ts";
import { readCdr } from "./cdr/read-cdr.ts";
import { compressedImage } from "./compressed-image.ts";
import { DecodeError } from "./decode-error.ts";
import type { Decode, DecodedMessage } from "./decoded.ts";
import { type FieldOrder, fieldOrder } from "./field-order.ts";
import { flatten } from "./flatten.ts";
import { jointState } from "./joint-state.ts";
import { readProtobuf } from "./protobuf/read-protobuf.ts";
import { readProtobufSchema } from "./protobuf/read-schema.ts";
import { stampOf } from "./stamp.ts";

/** Kinds of messages that hold no numbers worth a plot, by what they are called without their package. */
const NOT_RECORDED = new Map([
  ["RawImage", "raw pictures; only JPEG and PNG are recorded (LeRobot: --display_compressed_images=true)"],
  ["Image", "raw pictures; record the topic that ends in /compressed"],
  ["CompressedVideo", "video; only JPEG and PNG are recorded"],
  ["PointCloud", "point clouds"],
  ["PointCloud2", "point clouds"],
  ["PackedElementField", "point clouds"],
  ["OccupancyGrid", "maps"],
  ["Grid", "maps"],
  ["SceneUpdate", "3D scenes"],
  ["MarkerArray", "3D scenes"],
  ["Marker", "3D scenes"],
]);

/**
 * How to read the messages of a channel.
 * @throws DecodeError why it is not recorded
 */
export function channelDecoder(channel: Channel): Decode {
  const kind = channel.schemaName.split(/[./]/).at(-1) ?? "";
  const reason = NOT_RECORDED.get(kind);
  if (reason !== undefined) throw new DecodeError(reason);
  if (channel.topic.length > PULL_LIMITS.topicLengthMax || hasControls(channel.topic)) {
    throw new DecodeError("its name is too long or has odd characters");
  }
  const { read, order } = reader(channel);
  if (kind === "CompressedImage") return (payload) => compressedImage(read(payload));
  if (kind === "JointState") return (payload) => jointState(read(payload));
  return (payload) => anything(read(payload), order);
}

function anything(message: Record<string, unknown>, order: FieldOrder | null): DecodedMessage {
  return { stampNs: stampOf(message), ...flatten(message, order) };
}

interface Reader {
  read: (payload: Uint8Array) => Record<string, unknown>;
  order: FieldOrder | null;
}

function reader({ encoding, schemaEncoding, schemaName, schema }: Channel): Reader {
  switch (encoding) {
    case "json":
      return { read: readJson, order: jsonOrder(schema) };
    case "cdr": {
      if (!["", "ros2msg"].includes(schemaEncoding)) {
        throw new DecodeError(`its schema is written in ${schemaEncoding.slice(0, 40)}, which is not read`);
      }
      const plan = cdrPlan(schema);
      return { read: (payload) => readCdr(plan, payload), order: null };
    }
    case "protobuf": {
      const plan = readProtobufSchema(Buffer.from(schema, "base64"), schemaName);
      return { read: (payload) => readProtobuf(plan, payload), order: null };
    }
    default:
      throw new DecodeError(
        `its messages are written in ${encoding.slice(0, 40) || "no encoding"}, which is not read`,
      );
  }
}

function readJson(payload: Uint8Array): Record<string, unknown> {
  try {
    return parseObject(payload);
  } catch {
    throw new DecodeError("a message is no JSON object, or has too much in it");
  }
}

function jsonOrder(schema: string): FieldOrder | null {
  if (schema === "") return null;
  try {
    return fieldOrder(parseObject(schema));
  } catch {
    // A schema that cannot be read says nothing of the order; the messages speak for themselves.
    return null;
  }
}

function hasControls(text: string): boolean {
  return text.split("").some((unit) => unit < " " || unit === "\u007f");
}
