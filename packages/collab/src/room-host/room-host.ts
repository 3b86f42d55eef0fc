import { AppError, notFound } from "@retake/core/errors";
import type { EpisodeDocument } from "../document/open-document.ts";
import { CLOSE } from "../messages.ts";
import { changeMany } from "./change-many.ts";
import type { OpenRoom } from "./commit.ts";
import { ROOM_LIMITS } from "./limits.ts";
import type { RoomConnection, RoomPeer } from "./peer.ts";
import { createPresenceExchange } from "./presence-exchange.ts";
import { asOf } from "./restore.ts";
import { Room } from "./room.ts";
import type { RoomRef } from "./room-ref.ts";
import type { RoomStore } from "./room-store.ts";

export interface RoomHostOptions {
  store: RoomStore;
  /** Sends a word about presence to the other processes; it may get lost. */
  publish?: (payload: string) => void;
  onFault?: (error: unknown) => void;
  now?: () => number;
  idleMs?: number;
  giveUpMs?: number;
}

/** All rooms of one process. Rooms open when somebody comes and close when nobody has been there for a while. */
export interface RoomHost {
  connect(ref: RoomRef, peer: RoomPeer): RoomConnection;
  /**
   * Changes a document as if a browser had, open or not; answers once it is stored.
   * @param userId who is said to have done it; null: the house
   * @param run changes it, or throws before it changes anything
   */
  change<T>(ref: RoomRef, userId: string | null, run: (room: OpenRoom) => T): Promise<T>;
  /** The same for many documents, some hundred to a transaction, and none kept in memory. @returns the keys of those that are there */
  changeMany(
    refs: readonly RoomRef[],
    userId: string | null,
    run: (room: OpenRoom) => void,
  ): Promise<Set<string>>;
  /**
   * The document as it was after one of its updates.
   * @throws AppError `not_found` when it has no such update
   */
  asOf(ref: RoomRef, updateId: number): Promise<EpisodeDocument>;
  /** Another process has stored something. @param upToId null: unknown */
  wake(roomKey: string, upToId: number | null): void;
  /** Any number of wake-ups may have been missed. */
  wakeAll(): void;
  /** A word about presence from another process. */
  presence(payload: string): void;
  /** How many rooms are in memory. */
  count(): number;
  /** Everybody is sent away, to come back to another process or later; what was not stored yet they still have. */
  close(): Promise<void>;
}

export function createRoomHost(options: RoomHostOptions): RoomHost {
  const { store, publish = () => undefined, onFault = () => undefined } = options;
  const { now = () => performance.now() } = options;
  const { idleMs = ROOM_LIMITS.idleMs, giveUpMs = ROOM_LIMITS.giveUpMs } = options;
  const rooms = new Map<string, Room>();
  let closed = false;
  const exchange = createPresenceExchange({ publish, now, roomOf: (key) => rooms.get(key) });

  function roomOf(ref: RoomRef): Room {
    if (closed) throw new AppError("unavailable", "The server is stopping.", { retryAfterS: 2 });
    const open = rooms.get(ref.key);
    if (open !== undefined) return open;
    const room: Room = new Room(ref, {
      store,
      now,
      idleMs,
      giveUpMs,
      onFault,
      publishPresence: (_, update) => exchange.tell(ref.key, update),
      onEnd: () => {
        if (rooms.get(ref.key) === room) rooms.delete(ref.key);
      },
    });
    rooms.set(ref.key, room);
    exchange.ask(ref.key);
    return room;
  }

  return {
    connect: (ref, peer) => roomOf(ref).connect(peer),
    change: async (ref, userId, run) => roomOf(ref).change(userId, run),
    changeMany: (refs, userId, run) => changeMany(store, refs, userId, run),
    async asOf(ref, updateId) {
      const updates = await store.updatesUpTo(ref, updateId);
      if (updates.at(-1)?.id !== updateId) throw notFound("That moment");
      return asOf(updates);
    },
    wake: (roomKey, upToId) => rooms.get(roomKey)?.wake(upToId),
    wakeAll: () => rooms.forEach((room) => room.wake(null)),
    presence: (payload) => exchange.receive(payload),
    count: () => rooms.size,
    async close() {
      closed = true;
      exchange.close();
      const open = [...rooms.values()];
      await Promise.all(open.map((room) => room.close(CLOSE.comeBack, "the server is stopping")));
    },
  };
}
