import * as Y from "yjs";
import type { EpisodeDocument } from "../document/open-document.ts";

type Kind = "annotations" | "threads" | "comments" | "tags" | "fields";

/** Who wrote which entries of a document since it was last cleared; of several, the last. */
export class Touched {
  writer: string | null = null;
  readonly #by = new Map<string, string | null>();

  constructor({ annotations, threads, tags, fields }: EpisodeDocument) {
    annotations.observeDeep((events) => {
      for (const { path, keys } of events) {
        if (path.length === 0) for (const id of keys.keys()) this.#add("annotations", id);
        else this.#add("annotations", String(path[0]));
      }
    });
    threads.observeDeep((events) => {
      for (const { path, keys } of events) {
        if (path.length === 0) for (const id of keys.keys()) this.#thread(threads, id);
        else this.#add("threads", String(path[0]));
        // [thread, "messages"] or [thread, "messages", comment, …]
        if (path.length === 2) for (const id of keys.keys()) this.#add("comments", id);
        else if (path.length > 2) this.#add("comments", String(path[2]));
      }
    });
    tags.observe(({ keysChanged }) => keysChanged.forEach((tag) => this.#add("tags", tag)));
    fields.observe(({ keysChanged }) => keysChanged.forEach((key) => this.#add("fields", key)));
  }

  /** Undefined: nobody did. */
  by(kind: Kind, id: string): string | null | undefined {
    return this.#by.get(`${kind} ${id}`);
  }

  clear(): void {
    this.#by.clear();
  }

  #add(kind: Kind, id: string): void {
    this.#by.set(`${kind} ${id}`, this.writer);
  }

  #thread(threads: EpisodeDocument["threads"], id: string): void {
    this.#add("threads", id);
    const messages = threads.get(id)?.get("messages");
    if (messages instanceof Y.Map) for (const comment of messages.keys()) this.#add("comments", comment);
  }
}
