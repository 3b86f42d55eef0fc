import { AppError, notFound, toAppError } from "@retake/core/errors";
import * as Y from "yjs";
import type { EpisodeDocument } from "../document/open-document.ts";
import type { LabelSchema } from "../label-schema/label-schema.ts";
import { CLOSE } from "../messages.ts";
import type { ProjectionChanges } from "../projection/live-projection.ts";
import { closeCodeOf, reasonOf } from "./close-code.ts";
import { describeChanges } from "./describe-changes.ts";
import type { RoomRef } from "./room-ref.ts";
import type { RoomState } from "./room-state.ts";
import type { LoadedRoom, RoomFacts, RoomRequest } from "./room-store.ts";
import { rowsOf, type Activity, type RoomAppend, type RoomRows } from "./rows.ts";
import type { Visitor } from "./visitor.ts";

/** A room as a change made by the house sees it. */
export interface OpenRoom {
  ref: RoomRef;
  document: EpisodeDocument;
  schema: LabelSchema;
  facts: RoomFacts;
  /** Adds a line to the history besides those that say what changed. */
  tell: (activity: Activity) => void;
}

export interface Change<T> {
  kind: "change";
  userId: string | null;
  /** May throw before it changes anything, to change nothing. */
  run: (room: OpenRoom) => T;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

export type Write = Change<unknown> | { kind: "update"; visitor: Visitor; update: Uint8Array };

type Run = RoomAppend["updates"][number];

/** One attempt to store a batch of changes in one transaction. */
export class Commit {
  readonly request: RoomRequest;
  /** What others had stored before. */
  news: Uint8Array[] = [];
  /** All that this batch changed, or null. */
  merged: Uint8Array | null = null;
  readonly refused: [visitor: Visitor, code: number, reason: string][] = [];
  /** A change failed half way: the document is of no use, the rest of the batch is. */
  mustRestart = false;
  readonly #state: RoomState;
  readonly #writes: Write[];
  readonly #told: Activity[] = [];
  readonly #results: (() => void)[] = [];
  readonly #writers = new Set<Visitor | null>();

  constructor(ref: RoomRef, state: RoomState, writes: Write[]) {
    this.request = { ref, after: state.cursor };
    this.#state = state;
    this.#writes = writes;
  }

  /** Runs inside of the transaction. @throws AppError `not_found` */
  write(loaded: LoadedRoom | null): RoomAppend | null {
    if (loaded === null) throw notFound("This episode");
    const state = this.#state;
    this.news = state.catchUp(loaded);
    const runs: Run[] = [];
    const base = state.addBase();
    if (base !== null) this.#add(runs, { data: base, userId: null }, null);
    // Rows as they were, before anything changes.
    void state.projection;
    for (const write of this.#writes.slice()) this.#run(runs, write);
    if (runs.length === 0) return null;
    const changes = state.takeChanges();
    const rows = rowsOf(changes);
    const activities = [...describeChanges(changes, rows, state.touched), ...this.#told];
    this.merged = Y.mergeUpdates(runs.map(({ data }) => data));
    state.touched.clear();
    state.updatesSinceSnapshot += runs.length;
    return { updates: runs, rows, activities, listed: isListed(changes, rows) };
  }

  /** The batch is stored up to this number. */
  stored(lastId: number | null): void {
    if (lastId !== null) this.#state.cursor = Math.max(this.#state.cursor, lastId);
  }

  /** Tells those who wait for their changes. */
  settle(): void {
    for (const resolve of this.#results) resolve();
  }

  /** How many updates of each visitor are stored with this, those that changed nothing included. */
  counts(): Map<Visitor, number> {
    const counts = new Map<Visitor, number>();
    for (const write of this.#writes) {
      if (write.kind === "update" && !write.visitor.isRefused)
        counts.set(write.visitor, (counts.get(write.visitor) ?? 0) + 1);
    }
    return counts;
  }

  /** Whoever has made all of it, and so need not be told. */
  get onlyVisitor(): Visitor | null {
    return this.#writers.size === 1 ? ([...this.#writers][0] ?? null) : null;
  }

  #run(runs: Run[], write: Write): void {
    if (write.kind === "change") return this.#change(runs, write);
    const { visitor, update } = write;
    if (visitor.isRefused) return;
    const { userId } = visitor.peer;
    try {
      const data = this.#state.writeUpdate(userId, update);
      if (data !== null) this.#add(runs, { data, userId }, visitor);
      if (this.#state.dropPending())
        throw new AppError("bad_request", "This change stands on others that never came.");
    } catch (error) {
      visitor.isRefused = true;
      const code = error instanceof AppError ? closeCodeOf(error) : CLOSE.invalid;
      this.refused.push([visitor, code, reasonOf(error)]);
    }
  }

  #change(runs: Run[], write: Change<unknown>): void {
    const { document, schema, facts } = this.#state;
    const told: Activity[] = [];
    const open = {
      ref: this.request.ref,
      document,
      schema,
      facts,
      tell: (one: Activity) => void told.push(one),
    };
    let result: unknown;
    let failed: Error | null = null;
    const data = this.#state.write(write.userId, () => {
      try {
        result = document.doc.transact(() => write.run(open));
      } catch (error) {
        failed = toAppError(error);
      }
    });
    if (failed !== null) {
      write.reject(failed);
      this.#writes.splice(this.#writes.indexOf(write), 1);
      this.mustRestart = data !== null;
      if (data !== null) throw failed;
      return;
    }
    if (data !== null) this.#add(runs, { data, userId: write.userId }, null);
    this.#told.push(...told);
    this.#results.push(() => write.resolve(result));
  }

  /** Neighbours of one person become one update, so that each has one author. */
  #add(runs: Run[], run: Run, visitor: Visitor | null): void {
    this.#writers.add(visitor);
    const last = runs.at(-1);
    if (last !== undefined && last.userId === run.userId) last.data = Y.mergeUpdates([last.data, run.data]);
    else runs.push(run);
  }
}

/** Lists show and filter by what an episode's row has and by which labels there are, not by where they are. */
function isListed({ annotations }: ProjectionChanges, { episode }: RoomRows): boolean {
  if (Object.keys(episode).length > 0) return true;
  for (const { was, now } of annotations.values())
    if (was?.label !== now?.label || was?.state !== now?.state) return true;
  return false;
}
