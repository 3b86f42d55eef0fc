/** Limits on everything a Foxglove server sends. What is beyond one is left out and told, or ends the connection. */
export const PULL_LIMITS = {
  /** Bytes of one WebSocket message: a 5 MiB picture as base64 in JSON fits. Ends the connection. */
  frameBytesMax: 8 << 20,
  /** Channels offered at one time; a large ROS system has about 500. Ends the connection. */
  channelsMax: 2_048,
  /** Channels that are recorded at one time. */
  subscriptionsMax: 256,
  topicLengthMax: 200,
  schemaBytesMax: 256 << 10,
  /** Bytes of all schemas that are kept. */
  schemaBytesTotalMax: 8 << 20,
  /** Objects inside each other, in a schema and in a message. */
  nestingMax: 12,
  /** Values and objects of one decoded message, pictures and arrays of numbers not counted by their values. */
  messageValuesMax: 65_536,
  /** Numbers of one message that are recorded, each under its name. */
  namedValuesMax: 2_048,
  /** A list of bytes longer than this is a blob, not numbers. */
  byteValuesMax: 64,
  /** Topics of text one channel may become. */
  textsMax: 16,
  /** Sets of fields one channel may alternate between; each becomes a topic of its own. */
  layoutsMax: 8,
  labelLengthMax: 128,
} as const;
