import type { RoomAppend } from "./rows.ts";
import type { RoomRef } from "./room-ref.ts";

/** Numbered by the store. The numbers of one room rise in the order in which its updates are stored: nobody who read up to one misses an earlier one. */
export interface StoredUpdate {
  id: number;
  data: Uint8Array;
  /** Null: made by the house itself. */
  userId: string | null;
}

/** What a room has to know of its episode. */
export interface RoomFacts {
  workspaceId: string;
  sessionId: string;
  durationS: number;
  fps: number;
  outcome: "success" | "failure" | null;
  tags: readonly string[];
  /** Label schema of the workspace, unread; null: it has never set one. */
  schema: { version: number; content: unknown } | null;
}

export interface LoadedRoom {
  facts: RoomFacts;
  /** Null also when only what came after a number was asked for. */
  snapshot: { upToId: number; data: Uint8Array; owners: unknown } | null;
  updates: StoredUpdate[];
}

export interface RoomRequest {
  ref: RoomRef;
  /** Updates after this one are wanted; null: all there is. */
  after: number | null;
}

/** Where rooms live. */
export interface RoomStore {
  /** In the order asked for; null for an episode that is not there. */
  load(requests: readonly RoomRequest[]): Promise<(LoadedRoom | null)[]>;
  /**
   * Stores updates and the rows they change together or not at all, and tells the other processes. While `write` runs nobody else writes these rooms.
   * @param write gets what {@link load} would give; null leaves a room as it is
   * @returns the number of the last update of each room that was written, else null
   * @throws AppError `bad_request` when what was to be written can never be stored
   */
  append(
    requests: readonly RoomRequest[],
    write: (loaded: (LoadedRoom | null)[]) => (RoomAppend | null)[],
  ): Promise<(number | null)[]>;
  saveSnapshot(ref: RoomRef, upToId: number, data: Uint8Array, owners: object): Promise<void>;
  /** Everything from the beginning to one update, without snapshots. */
  updatesUpTo(ref: RoomRef, id: number): Promise<StoredUpdate[]>;
}
