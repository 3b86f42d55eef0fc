/** Field types by their numbers in `google/protobuf/descriptor.proto`, FieldDescriptorProto.Type. */
export const PROTO_TYPE = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  message: 11,
  bytes: 12,
  uint32: 13,
  enum: 14,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
} as const;

export interface ProtoField {
  name: string;
  type: number;
  repeated: boolean;
  /** Whether a message that leaves it out means 0, false or an empty text (proto3 without `optional`). */
  hasDefault: boolean;
  /** Of a message type; looked up late, since messages may contain themselves. */
  plan: (() => ProtoPlan) | null;
}

/** Fields by their number, in the order in which they were declared. */
export type ProtoPlan = ReadonlyMap<number, ProtoField>;
