export { AnnouncedTopics } from "./binary/announced-topics.ts";
export { BinaryEncoder } from "./binary/binary-encoder.ts";
export { decodeClientBinary } from "./binary/decode-client-binary.ts";
