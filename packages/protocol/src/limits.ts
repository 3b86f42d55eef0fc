import { LIMITS } from "@retake/core/limits";

/** Limits on every frame of a robot, checked where it is decoded. The error code of each is named beside it. */
export const PROTOCOL_LIMITS = {
  /** Bytes of one WebSocket message, text or binary: room for the largest picture as base64. `frame_too_large`. */
  frameBytesMax: 8 << 20,
  /** Bytes of the first message, read before its sender is known: 256 topics with their names fit. `frame_too_large`. */
  firstFrameBytesMax: 256 << 10,
  /** Topics of one session; the richest public datasets have about 60. `too_many_topics`. */
  topicsMax: 256,
  topicLengthMax: 256,
  /** Dimensions of a shape, and values in one message. `bad_field`, `bad_value`. */
  rankMax: 8,
  dimsMax: LIMITS.vectorDimsMax,
  /** Of one value's name or unit. `bad_field`. */
  labelLengthMax: 128,
  /** Task, operator, robot type, text of a mark. `bad_field`. */
  textLengthMax: LIMITS.textLengthMax,
  tokenLengthMax: 256,
  /** UTF-8 bytes of one value of a `string` topic. `bad_value`. */
  stringBytesMax: 64 << 10,
  /** Bytes of one encoded picture: a 4K JPEG of high quality has about 4 MB. `bad_image`. */
  imageBytesMax: 5 << 20,
  /** `too_many_messages`. */
  batchMessagesMax: 4_096,
  /** Objects and arrays inside each other; a batch needs four. `too_complex`. */
  nestingMax: 8,
  /** Keys of one text frame: a full batch has 8 per message. `too_complex`. */
  jsonKeysMax: 65_536,
  /** Objects and arrays of one text frame: a full batch has 2 per message. `too_complex`. */
  jsonContainersMax: 16_384,
  /** Numbers up to here are exact in every JSON reader. `bad_field`, `bad_frame`. */
  seqMax: Number.MAX_SAFE_INTEGER,
  frameIndexMax: 2 ** 31 - 1,
  /** Bytes of a close frame's reason, RFC 6455 section 5.5. */
  closeReasonBytesMax: 123,
  /** Accepted messages whose content a {@link SequenceGate} remembers: 8 bytes each. */
  sequenceWindow: 4_096,
} as const;
