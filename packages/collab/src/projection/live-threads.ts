import type { EpisodeDocument } from "../document/open-document.ts";
import { byPlace, threadOf, type Thread } from "../document/threads.ts";
import { LiveRows } from "./live-rows.ts";
import { commentRow, threadRow, type CommentRow, type ThreadRow } from "./project-document.ts";

/** The threads of a document and their comments as rows, kept by reading only what changed. */
export class LiveThreads {
  readonly threads = new LiveRows<ThreadRow>();
  readonly comments = new LiveRows<CommentRow>();
  /** Threads and comments read so far. */
  visited = 0;
  /** How many are not resolved. */
  open = 0;
  readonly #document: EpisodeDocument;
  readonly #all = new Map<string, Thread>();
  /** Comment id → threads that have it: a faulty client can give two comments of different threads one id. */
  readonly #holders = new Map<string, Set<string>>();

  constructor(document: EpisodeDocument) {
    this.#document = document;
    this.read(document.threads.keys());
  }

  read(ids: Iterable<string>): void {
    const touched = new Set<string>();
    for (const id of ids) {
      const before = this.#all.get(id);
      const after = threadOf(this.#document, id);
      this.visited += 1 + (after?.comments.length ?? 0);
      for (const comment of before?.comments ?? []) {
        this.#holdersOf(comment.id).delete(id);
        touched.add(comment.id);
      }
      for (const comment of after?.comments ?? []) {
        this.#holdersOf(comment.id).add(id);
        touched.add(comment.id);
      }
      if (after === null) this.#all.delete(id);
      else this.#all.set(id, after);
      this.open += countOpen(after) - countOpen(before);
      this.threads.set(id, after === null ? null : threadRow(after));
    }
    for (const id of touched) this.comments.set(id, this.#commentRow(id));
  }

  /** Of several comments with one id, the first thread's. */
  #commentRow(id: string): CommentRow | null {
    const holders = [...this.#holdersOf(id)].flatMap((holder) => this.#all.get(holder) ?? []).sort(byPlace);
    const [thread] = holders;
    if (thread === undefined) this.#holders.delete(id);
    const comment = thread?.comments.find((one) => one.id === id);
    return thread === undefined || comment === undefined ? null : commentRow(thread.id, comment);
  }

  #holdersOf(id: string): Set<string> {
    const holders = this.#holders.get(id) ?? new Set();
    this.#holders.set(id, holders);
    return holders;
  }
}

function countOpen(thread: Thread | null | undefined): number {
  return thread === null || thread === undefined || thread.resolved ? 0 : 1;
}
