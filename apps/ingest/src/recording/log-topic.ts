import type { DeclaredTopic } from "@retake/core/recording-meta";
import type { DataType, TopicDeclaration } from "@retake/protocol/messages";
import type { LogTopic } from "@retake/telemetry/log";

const SAMPLE_TYPES = {
  "float32[]": "float32",
  "float64[]": "float64",
  "int64[]": "int64",
  "bool[]": "bool",
  string: "string",
  image: "image",
} as const satisfies Record<DataType, LogTopic["type"]>;

/** A topic as the log's records name it. One of numbers has its shape since its first message. */
export function logTopicOf({ topic, data_type, shape }: TopicDeclaration): LogTopic {
  const numeric = data_type !== "string" && data_type !== "image";
  return { name: topic, type: SAMPLE_TYPES[data_type], shape: numeric ? (shape ?? []) : [] };
}

export function declaredTopicOf({ topic, data_type, shape, names, units }: TopicDeclaration): DeclaredTopic {
  return { name: topic, dataType: data_type, shape, names, units };
}

/** As the recording kept it, for a session that goes on. */
export function declarationOf({ name, dataType, shape, names, units }: DeclaredTopic): TopicDeclaration {
  return { topic: name, data_type: dataType as DataType, shape, names, units };
}
