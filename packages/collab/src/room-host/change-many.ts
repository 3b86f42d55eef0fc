import type { AppError } from "@retake/core/errors";
import { Commit, type OpenRoom, type Write } from "./commit.ts";
import type { RoomRef } from "./room-ref.ts";
import { RoomState } from "./room-state.ts";
import type { LoadedRoom, RoomStore } from "./room-store.ts";
import type { RoomAppend } from "./rows.ts";

/** Rooms to a transaction: Postgres keeps a lock for each until it ends. */
const BATCH = 250;

/**
 * Changes many documents without opening their rooms; rooms that are open, here or elsewhere, hear of it as of any other process's change.
 * A batch is changed as a whole or not at all.
 * @throws what `run` throws; earlier batches stay changed
 */
export async function changeMany(
  store: RoomStore,
  refs: readonly RoomRef[],
  userId: string | null,
  run: (room: OpenRoom) => void,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (let at = 0; at < refs.length; at += BATCH) {
    const batch = refs.slice(at, at + BATCH);
    await store.append(
      batch.map((ref) => ({ ref, after: null })),
      (loaded) => batch.map((ref, i) => changeOne(ref, loaded[i] ?? null, userId, run, found)),
    );
  }
  return found;
}

function changeOne(
  ref: RoomRef,
  loaded: LoadedRoom | null,
  userId: string | null,
  run: (room: OpenRoom) => void,
  found: Set<string>,
): RoomAppend | null {
  if (loaded === null) return null;
  found.add(ref.key);
  const state = new RoomState(ref, loaded);
  const failures: Error[] = [];
  const reject = (error: Error): void => void failures.push(error as AppError);
  const write: Write = { kind: "change", userId, run, resolve: () => undefined, reject };
  try {
    const append = new Commit(ref, state, [write]).write({ ...loaded, snapshot: null, updates: [] });
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    return append;
  } finally {
    state.destroy();
  }
}
