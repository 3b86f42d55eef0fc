import { ServerFault } from "./server-fault.ts";

const MESSAGE_DATA = 1;
const HEAD_BYTES = 13;

export interface ServerData {
  subscription: number;
  /** When the server received the message, or what it calls now, nanoseconds. */
  logNs: bigint;
  /** A view of the frame. */
  payload: Uint8Array;
}

/**
 * A binary frame: u8 opcode 1, u32 subscription, u64 time, payload; little endian. Foxglove WebSocket protocol, "Message Data".
 * @returns null for frames of other opcodes: the time, answers to what was never asked
 * @throws ServerFault
 */
export function readServerData(frame: Uint8Array): ServerData | null {
  if (frame[0] !== MESSAGE_DATA) return null;
  if (frame.byteLength < HEAD_BYTES) throw new ServerFault("It sent a message that is cut off.");
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  return {
    subscription: view.getUint32(1, true),
    logNs: view.getBigUint64(5, true),
    payload: frame.subarray(HEAD_BYTES),
  };
}
