import { AppError } from "@retake/core/errors";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { MESSAGE } from "../messages.ts";

const SYNC_STEP_1 = 0;
const SYNC_STEP_2 = 1;
const SYNC_UPDATE = 2;

export type RoomMessage =
  | { kind: "state-vector"; vector: Uint8Array }
  | { kind: "update"; update: Uint8Array }
  | { kind: "awareness"; update: Uint8Array }
  | { kind: "query-awareness" };

/** @throws AppError `bad_request` */
export function readMessage(bytes: Uint8Array): RoomMessage {
  try {
    const decoder = decoding.createDecoder(bytes);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.awareness) return { kind: "awareness", update: decoding.readVarUint8Array(decoder) };
    if (kind === MESSAGE.queryAwareness) return { kind: "query-awareness" };
    if (kind === MESSAGE.sync) {
      const step = decoding.readVarUint(decoder);
      if (step === SYNC_STEP_1) return { kind: "state-vector", vector: decoding.readVarUint8Array(decoder) };
      if (step === SYNC_STEP_2 || step === SYNC_UPDATE)
        return { kind: "update", update: decoding.readVarUint8Array(decoder) };
    }
  } catch (cause) {
    throw new AppError("bad_request", "This is no message of a room.", { cause });
  }
  throw new AppError("bad_request", "This is no message of a room.");
}

export const writeStep1 = (vector: Uint8Array): Uint8Array => sync(SYNC_STEP_1, vector);
export const writeStep2 = (update: Uint8Array): Uint8Array => sync(SYNC_STEP_2, update);
export const writeUpdate = (update: Uint8Array): Uint8Array => sync(SYNC_UPDATE, update);

function sync(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
  });
}

export function writeAwareness(update: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    encoding.writeVarUint8Array(encoder, update);
  });
}

export function writeSaved(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.saved);
    encoding.writeVarUint(encoder, count);
  });
}
