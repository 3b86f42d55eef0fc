import { AppError, notFound, toAppError } from "@retake/core/errors";
import { CLOSE } from "../messages.ts";
import { ROOM_LIMITS } from "./limits.ts";
import { closeCodeOf, reasonOf } from "./close-code.ts";
import { Commit, type Change, type Write } from "./commit.ts";
import { RoomPresence } from "./room-presence.ts";
import type { RoomConnection, RoomPeer } from "./peer.ts";
import { createRateLimit } from "./rate-limit.ts";
import type { RoomRef } from "./room-ref.ts";
import { RoomState } from "./room-state.ts";
import type { RoomStore } from "./room-store.ts";
import { Visitor } from "./visitor.ts";
import { readMessage, writeAwareness, writeSaved, writeStep1, writeStep2, writeUpdate } from "./wire.ts";

export interface RoomOptions {
  store: RoomStore;
  now: () => number;
  /** Milliseconds; shorter in tests. */
  idleMs: number;
  giveUpMs: number;
  publishPresence: (ref: RoomRef, update: Uint8Array) => void;
  /** The room is empty, or cannot go on: it is forgotten. */
  onEnd: () => void;
  onFault: (error: unknown) => void;
}

type Task =
  | Write
  | { kind: "join"; visitor: Visitor }
  | { kind: "state-vector"; visitor: Visitor; vector: Uint8Array };

const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 2_000;

/**
 * One open document. Everything that reads or writes it is a task, and tasks run one after the other: what arrives while a transaction runs is the next
 * batch. Nobody is shown what is not stored.
 */
export class Room {
  readonly #ref: RoomRef;
  readonly #options: RoomOptions;
  readonly #visitors = new Set<Visitor>();
  readonly #presence: RoomPresence;
  #tasks: Task[] = [];
  #state: RoomState | null = null;
  /** The highest number that another process said it had stored. */
  #heard = 0;
  #isWorking = false;
  #working: Promise<void> = Promise.resolve();
  #ended = false;
  #idle: ReturnType<typeof setTimeout> | null = null;
  #wakeRetry: (() => void) | null = null;

  constructor(ref: RoomRef, options: RoomOptions) {
    this.#ref = ref;
    this.#options = options;
    this.#presence = new RoomPresence({
      broadcast: (update) => this.#broadcast(writeAwareness(update)),
      publish: (update) => options.publishPresence(ref, update),
    });
    this.#restWhenEmpty();
  }

  connect(peer: RoomPeer): RoomConnection {
    const limit = createRateLimit(ROOM_LIMITS.messagesPerS, ROOM_LIMITS.messagesBurst, this.#options.now);
    const visitor = new Visitor(peer, limit);
    this.#visitors.add(visitor);
    this.#do({ kind: "join", visitor });
    return {
      receive: (message) => this.#receive(visitor, message),
      left: () => this.#leave(visitor),
      revoke: (code, reason) => this.#expel(visitor, code, reason),
    };
  }

  change<T>(userId: string | null, run: Change<T>["run"]): Promise<T> {
    if (this.#ended) return Promise.reject(unavailable());
    return new Promise<T>((resolve, reject) =>
      this.#do({ kind: "change", userId, run, resolve: (value) => resolve(value as T), reject }),
    );
  }

  /** @param upToId what is stored now; null: unknown */
  wake(upToId: number | null): void {
    this.#heard = Math.max(this.#heard, upToId ?? Number.MAX_SAFE_INTEGER);
    this.#work();
  }

  presenceElsewhere(update: Uint8Array): void {
    this.#presence.receiveElsewhere(update);
  }

  presenceHere(): Uint8Array | null {
    return this.#presence.everybodyHere();
  }

  /** Settles once nothing is being stored any more. */
  close(code: number, reason: string): Promise<void> {
    this.#end(new AppError("unavailable", reason), code);
    return this.#working;
  }

  #receive(visitor: Visitor, message: Uint8Array): void {
    if (visitor.isGone) return;
    try {
      if (!visitor.mayGoOn()) throw new AppError("rate_limited", "Too many messages at once.");
      this.#handle(visitor, message);
    } catch (error) {
      this.#expel(visitor, closeCodeOf(error), reasonOf(error));
    }
  }

  #handle(visitor: Visitor, bytes: Uint8Array): void {
    const message = readMessage(bytes);
    if (message.kind === "state-vector") return this.#do({ visitor, ...message });
    if (message.kind === "awareness") return this.#presence.receive(visitor.peer, message.update);
    if (message.kind === "query-awareness") return this.#showPresence(visitor);
    const { update } = message;
    if (!visitor.peer.canWrite) throw new AppError("forbidden", "Your role here reads only.");
    if (update.byteLength > ROOM_LIMITS.updateBytesMax)
      throw new AppError("too_large", "That change is too large.");
    this.#do({ kind: "update", visitor, update });
  }

  #leave(visitor: Visitor): void {
    if (!this.#visitors.delete(visitor)) return;
    visitor.isGone = true;
    this.#presence.leave(visitor.peer);
    this.#restWhenEmpty();
  }

  #expel(visitor: Visitor, code: number, reason: string): void {
    visitor.isRefused = true;
    visitor.peer.close(code, reason);
    this.#leave(visitor);
  }

  #do(task: Task): void {
    this.#tasks.push(task);
    this.#work();
  }

  #work(): void {
    if (this.#isWorking || this.#ended) return;
    this.#isWorking = true;
    this.#working = this.#workOff();
  }

  async #workOff(): Promise<void> {
    try {
      this.#state ??= await this.#open();
      while (!this.#ended && (this.#tasks.length > 0 || this.#heard > this.#state.cursor)) {
        const tasks = this.#tasks.splice(0);
        const writes = tasks.filter((task) => task.kind === "update" || task.kind === "change");
        if (writes.length > 0) await this.#commit(writes);
        else if (this.#heard > this.#state.cursor) await this.#catchUp();
        for (const task of tasks) this.#answer(task);
        // After those who wait for the document, and before the first change.
        void this.#state.projection;
        await this.#compact();
      }
    } catch (error) {
      if (!(error instanceof AppError)) this.#options.onFault(error);
      this.#end(error, closeCodeOf(error));
    } finally {
      this.#isWorking = false;
      if (this.#ended) this.#state?.destroy();
      else this.#restWhenEmpty();
    }
  }

  async #open(): Promise<RoomState> {
    const { store } = this.#options;
    const [loaded] = await store.load([{ ref: this.#ref, after: null }]);
    if (loaded === undefined || loaded === null) throw notFound("This episode");
    this.#state = new RoomState(this.#ref, loaded);
    if (this.#state.lacksBase) await this.#commit([]);
    return this.#state;
  }

  #answer(task: Task): void {
    const state = this.#state;
    if (state === null || (task.kind !== "join" && task.kind !== "state-vector")) return;
    const { visitor } = task;
    if (visitor.isGone) return;
    if (task.kind === "state-vector") {
      try {
        this.#send(visitor, writeStep2(state.encode(task.vector)));
      } catch (error) {
        this.#expel(visitor, CLOSE.invalid, reasonOf(error));
      }
      return;
    }
    visitor.hasJoined = true;
    // Whoever cannot write is not asked for what they have.
    if (visitor.peer.canWrite) this.#send(visitor, writeStep1(state.vector()));
    this.#showPresence(visitor);
  }

  #showPresence(visitor: Visitor): void {
    const everybody = this.#presence.everybody();
    if (everybody !== null) this.#send(visitor, writeAwareness(everybody));
  }

  async #catchUp(): Promise<void> {
    const state = this.#demandState();
    const [loaded] = await this.#options.store.load([{ ref: this.#ref, after: state.cursor }]);
    if (loaded === undefined || loaded === null) throw notFound("This episode");
    for (const update of state.catchUp(loaded)) this.#broadcast(writeUpdate(update));
    if (this.#heard === Number.MAX_SAFE_INTEGER || loaded.updates.length === 0) this.#heard = state.cursor;
  }

  /** Stores a batch, for as long as it takes; until then nothing of it is shown to anybody. */
  async #commit(writes: Write[]): Promise<void> {
    const { store, now, giveUpMs, onFault } = this.#options;
    const begun = now();
    for (let wait = RETRY_MS_MIN; ; wait = Math.min(wait * 2, RETRY_MS_MAX)) {
      const commit = new Commit(this.#ref, this.#demandState(), writes);
      try {
        const [id] = await store.append([commit.request], ([loaded]) => [commit.write(loaded ?? null)]);
        commit.stored(id ?? null);
        return this.#settle(commit);
      } catch (error) {
        for (const [visitor, code, reason] of commit.refused) this.#expel(visitor, code, reason);
        if (!commit.mustRestart) {
          const known = toAppError(error);
          const isHopeless = this.#ended || now() - begun > giveUpMs;
          if (known.code === "bad_request") this.#refuse(writes.splice(0), known);
          else if (known.code === "not_found" || isHopeless) {
            const last = isHopeless ? unavailable() : known;
            this.#refuse(writes.splice(0), last);
            throw last;
          } else {
            if (known.code !== "unavailable") onFault(error);
            await this.#pause(wait);
          }
        }
        await this.#reload(begun, writes);
        if (writes.length === 0) return;
      }
    }
  }

  #settle(commit: Commit): void {
    for (const [visitor, code, reason] of commit.refused) this.#expel(visitor, code, reason);
    for (const update of commit.news) this.#broadcast(writeUpdate(update));
    const { merged } = commit;
    if (merged !== null) this.#broadcast(writeUpdate(merged), commit.onlyVisitor);
    for (const [visitor, count] of commit.counts()) {
      visitor.saved += count;
      if (!visitor.isGone) this.#send(visitor, writeSaved(visitor.saved));
    }
    commit.settle();
  }

  /** The document as the store has it, after a batch of which nobody knows whether it was stored. */
  async #reload(begun: number, writes: readonly Write[]): Promise<void> {
    const { store, now, giveUpMs } = this.#options;
    for (;;) {
      try {
        const [loaded] = await store.load([{ ref: this.#ref, after: null }]);
        if (loaded === undefined || loaded === null) throw notFound("This episode");
        const old = this.#demandState();
        this.#state = new RoomState(this.#ref, loaded);
        if (this.#state.cursor > old.cursor) this.#broadcast(writeUpdate(this.#state.encode()));
        old.destroy();
        return;
      } catch (error) {
        const isGone = toAppError(error).code === "not_found";
        if (isGone || this.#ended || now() - begun > giveUpMs) {
          const last = isGone ? toAppError(error) : unavailable();
          this.#refuse(writes, last);
          throw last;
        }
        await this.#pause(RETRY_MS_MAX / 4);
      }
    }
  }

  #refuse(writes: readonly Write[], error: AppError): void {
    for (const write of writes) {
      if (write.kind === "change") write.reject(error);
      else this.#expel(write.visitor, closeCodeOf(error), reasonOf(error));
    }
  }

  async #compact(): Promise<void> {
    const state = this.#demandState();
    if (state.updatesSinceSnapshot < ROOM_LIMITS.updatesPerSnapshot) return;
    state.updatesSinceSnapshot = 0;
    const { store, onFault } = this.#options;
    // Without a snapshot a room opens a little later, that is all.
    await store.saveSnapshot(this.#ref, state.cursor, state.encode(), state.owners()).catch(onFault);
  }

  #broadcast(message: Uint8Array, except: Visitor | null = null): void {
    for (const visitor of this.#visitors)
      if (visitor !== except && visitor.hasJoined) this.#send(visitor, message);
  }

  #send(visitor: Visitor, message: Uint8Array): void {
    if (visitor.peer.backlogBytes() > ROOM_LIMITS.backlogBytesMax)
      return this.#expel(visitor, CLOSE.tooFast, "your connection is too slow");
    visitor.peer.send(message);
  }

  #restWhenEmpty(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#ended || this.#visitors.size > 0) return;
    this.#idle = setTimeout(() => {
      if (this.#visitors.size === 0 && this.#tasks.length === 0 && !this.#isWorking)
        this.#end(unavailable(), CLOSE.unavailable);
    }, this.#options.idleMs);
  }

  #end(error: unknown, code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd();
    if (this.#idle !== null) clearTimeout(this.#idle);
    for (const visitor of this.#visitors) this.#expel(visitor, code, reasonOf(error));
    for (const task of this.#tasks.splice(0)) if (task.kind === "change") task.reject(toAppError(error));
    this.#presence.destroy();
    this.#wakeRetry?.();
    if (!this.#isWorking) this.#state?.destroy();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeRetry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #demandState(): RoomState {
    if (this.#state === null) throw new Error("a room that has not been opened");
    return this.#state;
  }
}

function unavailable(): AppError {
  return new AppError(
    "unavailable",
    "Nothing can be stored right now. Your changes are kept where they are.",
    {
      retryAfterS: 2,
    },
  );
}
