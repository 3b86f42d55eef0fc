import { AppError } from "@retake/core/errors";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import {
  applyAwarenessUpdate,
  Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import * as Y from "yjs";
import { ROOM_LIMITS } from "./limits.ts";

/** Whoever has one presence in a room. */
export interface Present {
  userId: string;
}

interface Entry {
  client: number;
  clock: number;
  /** JSON */
  state: string;
}

interface Changes {
  added: number[];
  updated: number[];
  removed: number[];
}

const ELSEWHERE = Symbol("another process");
/** y-websocket passes on what it hears, so that a message names everybody in the room. */
const ENTRIES_MAX = 1_000;

/**
 * Who is here. One connection has one client id, the first it speaks for; what it says of others is its echo of them and is not heard.
 * A state is an object with `user.id`, which is the connection's own.
 */
export class RoomPresence {
  readonly #awareness = new Awareness(new Y.Doc());
  readonly #claims = new Map<number, Present>();
  readonly #clients = new Map<Present, number>();
  readonly #dirty = new Set<number>();
  readonly #dirtyHere = new Set<number>();
  readonly #broadcast: (update: Uint8Array) => void;
  readonly #publish: (update: Uint8Array) => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #flushedMs = -Infinity;

  constructor(options: { broadcast: (update: Uint8Array) => void; publish: (update: Uint8Array) => void }) {
    this.#broadcast = options.broadcast;
    this.#publish = options.publish;
    this.#awareness.setLocalState(null);
    this.#awareness.on("update", ({ added, updated, removed }: Changes, origin: unknown) => {
      for (const client of [...added, ...updated, ...removed]) {
        this.#dirty.add(client);
        if (origin !== ELSEWHERE) this.#dirtyHere.add(client);
      }
      // The first word goes out at once; those that follow too soon wait for each other.
      const wait = Math.max(0, this.#flushedMs + ROOM_LIMITS.awarenessMs - performance.now());
      this.#timer ??= setTimeout(() => this.#flush(), wait);
    });
  }

  /** @throws AppError `bad_request`, `too_large`, `forbidden` (another person's name) */
  receive(from: Present, update: Uint8Array): void {
    const accepted = readEntries(update).filter((entry) => this.#accepts(from, entry));
    if (accepted.length > 0) applyAwarenessUpdate(this.#awareness, writeEntries(accepted), from);
  }

  leave(from: Present): void {
    const client = this.#clients.get(from);
    if (client === undefined) return;
    this.#clients.delete(from);
    this.#claims.delete(client);
    removeAwarenessStates(this.#awareness, [client], from);
  }

  /** Of another process. Whoever is connected here speaks for themselves. */
  receiveElsewhere(update: Uint8Array): void {
    const entries = readEntries(update).filter(({ client }) => !this.#claims.has(client));
    applyAwarenessUpdate(this.#awareness, writeEntries(entries), ELSEWHERE);
  }

  /** Null when nobody is here. */
  everybody(): Uint8Array | null {
    return this.#encode([...this.#awareness.getStates().keys()]);
  }

  /** Those who are connected to this process. */
  everybodyHere(): Uint8Array | null {
    return this.#encode([...this.#claims.keys()].filter((client) => this.#awareness.getStates().has(client)));
  }

  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#awareness.destroy();
  }

  #accepts(from: Present, { client, clock, state }: Entry): boolean {
    const own = this.#clients.get(from);
    if (own === undefined ? this.#claims.has(client) : own !== client) return false;
    if (state === "null") return own === client;
    if (own === undefined && clock <= (this.#awareness.meta.get(client)?.clock ?? -1)) return false;
    const named = userOf(state);
    if (named === from.userId) {
      this.#clients.set(from, client);
      this.#claims.set(client, from);
      return true;
    }
    // Before it has spoken for itself, somebody else's state may be an echo as well.
    if (own === undefined) return false;
    throw new AppError("forbidden", "Nobody may be here under another person's name.");
  }

  #flush(): void {
    this.#timer = null;
    this.#flushedMs = performance.now();
    const update = this.#encode([...this.#dirty]);
    const here = this.#encode([...this.#dirtyHere]);
    const gone = [...this.#dirty].filter((client) => !this.#awareness.getStates().has(client));
    this.#dirty.clear();
    this.#dirtyHere.clear();
    if (update !== null) this.#broadcast(update);
    if (here !== null) this.#publish(here);
    // A client that comes back begins with the number it left with.
    for (const client of gone) this.#awareness.meta.delete(client);
  }

  #encode(clients: number[]): Uint8Array | null {
    const known = clients.filter((client) => this.#awareness.meta.has(client));
    return known.length === 0 ? null : encodeAwarenessUpdate(this.#awareness, known);
  }
}

function readEntries(update: Uint8Array): Entry[] {
  try {
    const decoder = decoding.createDecoder(update);
    const count = decoding.readVarUint(decoder);
    if (count > ENTRIES_MAX) throw new AppError("too_large", "That is too many people at once.");
    const entries: Entry[] = [];
    for (let i = 0; i < count; i += 1) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const state = decoding.readVarString(decoder);
      if (state.length > ROOM_LIMITS.awarenessBytesMax)
        throw new AppError("too_large", `Presence has at most ${ROOM_LIMITS.awarenessBytesMax} bytes.`);
      entries.push({ client, clock, state });
    }
    return entries;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("bad_request", "This is nobody's presence.", { cause: error });
  }
}

function writeEntries(entries: readonly Entry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, state);
    }
  });
}

function userOf(state: string): unknown {
  try {
    const parsed = JSON.parse(state) as { user?: { id?: unknown } | null } | null;
    return parsed?.user?.id;
  } catch (cause) {
    throw new AppError("bad_request", "Presence is JSON.", { cause });
  }
}
