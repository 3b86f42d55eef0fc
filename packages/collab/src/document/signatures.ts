import * as Y from "yjs";
import type { EpisodeDocument } from "./open-document.ts";

/** Who has signed what in a document, deleted entries included, from the moment it is watched. */
export class Signatures {
  readonly #signers = new Map<string, string[]>();

  constructor(document: EpisodeDocument) {
    const { annotations, threads, tags } = document;
    for (const id of annotations.keys()) this.#annotation(annotations, id);
    for (const tag of tags.keys()) this.#tag(tags, tag);
    for (const thread of threads.values()) this.#comments(thread);
    for (const id of threads.keys()) this.#thread(threads, id);
    annotations.observe(({ keysChanged }) => keysChanged.forEach((id) => this.#annotation(annotations, id)));
    tags.observe(({ keysChanged }) => keysChanged.forEach((tag) => this.#tag(tags, tag)));
    threads.observeDeep((events) => {
      for (const { path, target, keys } of events) {
        for (const id of path.length === 0 ? keys.keys() : path.slice(0, 1))
          this.#thread(threads, String(id));
        if (path.length > 0 && target instanceof Y.Map) this.#comments(threads.get(String(path[0])));
      }
    });
  }

  /** Names from before it was watched. */
  add(root: string, entry: string, signer: unknown): void {
    if (typeof signer !== "string") return;
    const key = `${root} ${entry}`;
    const signers = this.#signers.get(key);
    if (signers === undefined) this.#signers.set(key, [signer]);
    else if (!signers.includes(signer)) signers.push(signer);
  }

  /** Whoever has signed what is not there any more, as `<root> <entry>`: nobody can read those off the document. */
  ofRemoved(document: EpisodeDocument): Record<string, readonly string[]> {
    const visible = new Signatures(document).#signers;
    return Object.fromEntries(
      [...this.#signers].filter(([key, signers]) => visible.get(key)?.length !== signers.length),
    );
  }

  of(root: string, entry: string): readonly string[] {
    return this.#signers.get(`${root} ${entry}`) ?? [];
  }

  #annotation(annotations: EpisodeDocument["annotations"], id: string): void {
    this.add("annotations", id, annotations.get(id)?.get("author"));
  }

  #tag(tags: EpisodeDocument["tags"], tag: string): void {
    this.add("tags", tag, tags.get(tag)?.by);
  }

  #thread(threads: EpisodeDocument["threads"], id: string): void {
    const thread = threads.get(id);
    this.add("threads", id, thread?.get("by"));
    this.#comments(thread);
  }

  #comments(thread: Y.Map<unknown> | undefined): void {
    const messages = thread?.get("messages");
    if (!(messages instanceof Y.Map)) return;
    for (const [id, comment] of messages as Y.Map<unknown>)
      if (comment instanceof Y.Map) this.add("threads", id, comment.get("by"));
  }
}
