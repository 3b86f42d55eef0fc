import { parse } from "@foxglove/rosmsg";
import { MessageWriter } from "@foxglove/rosmsg2-serialization";
import protobuf from "protobufjs";
import "protobufjs/ext/descriptor.js";
import type { Channel } from "../../src/pull/foxglove/channel.ts";

/** Independent writers of what the decoders read. */

const STAMPED = `
================================================================================
MSG: std_msgs/Header
builtin_interfaces/Time stamp
string frame_id
================================================================================
MSG: builtin_interfaces/Time
int32 sec
uint32 nanosec
`;

export const JOINT_STATE = `std_msgs/Header header
string[] name
float64[] position
float64[] velocity
float64[] effort
${STAMPED}`;

export const COMPRESSED_IMAGE = `std_msgs/Header header
string format
uint8[] data
${STAMPED}`;

export function cdr(schema: string, message: object): Uint8Array {
  return new MessageWriter(parse(schema, { ros2: true })).writeMessage(message);
}

export function channel(id: number, topic: string, more: Partial<Channel>): Channel {
  return { id, topic, encoding: "json", schemaName: "", schema: "", schemaEncoding: "", ...more };
}

export function ros(id: number, topic: string, schemaName: string, schema: string): Channel {
  return channel(id, topic, { encoding: "cdr", schemaEncoding: "ros2msg", schemaName, schema });
}

export interface Proto {
  channel(id: number, topic: string): Channel;
  encode(message: object): Uint8Array;
}

/** @param source a .proto file */
export function proto(source: string, name: string): Proto {
  const { root } = protobuf.parse(source, { keepCase: true });
  root.resolveAll();
  const type = root.lookupType(name);
  // The extension adds it to the prototype of Root.
  const set = (root as unknown as { toDescriptor(edition: string): protobuf.Message }).toDescriptor("proto3");
  const schema = Buffer.from((set.$type as protobuf.Type).encode(set).finish()).toString("base64");
  return {
    channel: (id, topic) =>
      channel(id, topic, { encoding: "protobuf", schemaEncoding: "protobuf", schemaName: name, schema }),
    encode: (message) => type.encode(type.fromObject(message)).finish(),
  };
}

export const FOXGLOVE_IMAGE = proto(
  `syntax = "proto3";
   package foxglove;
   message Stamp { int64 seconds = 1; int32 nanos = 2; }
   message CompressedImage { Stamp timestamp = 1; bytes data = 2; string format = 3; string frame_id = 4; }`,
  "foxglove.CompressedImage",
);

/** A JPEG by its signature, with bytes to tell it from others. */
export function jpeg(mark: number, size = 64): Uint8Array {
  const bytes = new Uint8Array(size).fill(mark & 0xff);
  bytes.set([0xff, 0xd8, 0xff, 0xe0, mark & 0xff, (mark >> 8) & 0xff]);
  return bytes;
}
