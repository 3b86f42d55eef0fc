import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import { align8, FRAME } from "./layout.ts";

export interface BinaryRecord {
  kind: number;
  typeCode: number;
  topicIndex: number;
  seq: number | null;
  timestamp: number;
  frame_index: number | null;
  /** Where its payload begins in the frame. */
  start: number;
  /** Bytes of its payload. */
  bytes: number;
}

/**
 * The records of a frame, each length checked against the bytes that are there before it is used.
 * @throws ProtocolError `frame_too_large`, `bad_frame`, `unsupported_frame`, `too_many_messages`
 */
export function readRecords(frame: Uint8Array): BinaryRecord[] {
  if (frame.byteLength > PROTOCOL_LIMITS.frameBytesMax) {
    throw new ProtocolError("frame_too_large", `A frame may have ${PROTOCOL_LIMITS.frameBytesMax} bytes.`);
  }
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const count = readHeader(view);
  const records: BinaryRecord[] = [];
  let at: number = FRAME.headerBytes;
  for (let i = 0; i < count; i++) {
    if (at + FRAME.recordHeaderBytes > frame.byteLength) throw badFrame("a record is cut off");
    const start = at + FRAME.recordHeaderBytes;
    const end = align8(start + view.getUint32(at + 4, true));
    if (end > frame.byteLength) throw badFrame("a payload is cut off");
    records.push(readRecord(view, at));
    at = end;
  }
  if (at !== frame.byteLength) throw badFrame("bytes follow its last record");
  return records;
}

export function badFrame(why: string): ProtocolError {
  return new ProtocolError("bad_frame", `The binary frame cannot be read: ${why}.`);
}

/** @returns the number of records */
function readHeader(view: DataView): number {
  if (view.byteLength < FRAME.headerBytes) throw badFrame("its header is cut off");
  if (view.getUint8(0) !== FRAME.magic0 || view.getUint8(1) !== FRAME.magic1) {
    throw badFrame('it does not begin with "RT"');
  }
  if (view.getUint8(2) !== FRAME.version) {
    throw new ProtocolError(
      "unsupported_frame",
      `This server reads version ${FRAME.version} of binary frames.`,
    );
  }
  if (view.getUint8(3) !== 0 || view.getUint32(12, true) !== 0) throw badFrame("a reserved byte is not zero");
  if (view.getUint32(4, true) !== view.byteLength) throw badFrame("its length is not the one it says");
  const count = view.getUint32(8, true);
  const countMax = PROTOCOL_LIMITS.batchMessagesMax + PROTOCOL_LIMITS.topicsMax;
  if (count > countMax) {
    throw new ProtocolError("too_many_messages", `A frame may hold ${countMax} records.`);
  }
  return count;
}

function readRecord(view: DataView, at: number): BinaryRecord {
  const seqHigh = view.getUint32(at + 12, true);
  const frameIndex = view.getInt32(at + 24, true);
  if (seqHigh > 0x1f_ffff) throw badFrame("a number is larger than 2^53 - 1");
  if (frameIndex < -1) throw badFrame("a frame index is below -1");
  if (view.getUint32(at + 28, true) !== 0) throw badFrame("a reserved byte is not zero");
  const seq = seqHigh * 2 ** 32 + view.getUint32(at + 8, true);
  return {
    kind: view.getUint8(at),
    typeCode: view.getUint8(at + 1),
    topicIndex: view.getUint16(at + 2, true),
    seq: seq === 0 ? null : seq,
    timestamp: view.getFloat64(at + 16, true),
    frame_index: frameIndex < 0 ? null : frameIndex,
    start: at + FRAME.recordHeaderBytes,
    bytes: view.getUint32(at + 4, true),
  };
}
