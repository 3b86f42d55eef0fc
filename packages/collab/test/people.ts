import * as Y from "yjs";
import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import {
  checkUpdate,
  createUndo,
  openDocument,
  Signatures,
  type EpisodeDocument,
} from "@retake/collab/document";
import type { Editing } from "../src/document/operations.ts";

export const DURATION_S = 60;

/** One person's browser: a document, an undo stack, and what a closed line holds back. */
export class Person {
  readonly user: string;
  document: EpisodeDocument;
  undo: Y.UndoManager;
  clock = 1_000;
  #outbox: Uint8Array[] = [];

  constructor(user: string, state?: Uint8Array) {
    this.user = user;
    const doc = new Y.Doc();
    if (state !== undefined) Y.applyUpdate(doc, state, "server");
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server") this.#outbox.push(update);
    });
    this.document = openDocument(doc);
    this.undo = createUndo(this.document);
  }

  get editing(): Editing {
    const { document, user } = this;
    return {
      document,
      user,
      schema: DEFAULT_LABEL_SCHEMA,
      durationS: DURATION_S,
      now: () => (this.clock += 1),
    };
  }

  take(): Uint8Array[] {
    const updates = this.#outbox;
    this.#outbox = [];
    return updates;
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.document.doc, update, "server");
  }
}

/** What a room host is to its peers: checks, applies, passes on. */
export class TestRoom {
  readonly document = openDocument(new Y.Doc());
  readonly #signatures = new Signatures(this.document);
  refused = 0;

  submit(user: string, update: Uint8Array): boolean {
    const { doc } = this.document;
    try {
      checkUpdate(update, {
        doc,
        user,
        signedBy: (root, entry) => this.#signatures.of(root, entry),
        ownerOf: () => null,
        bytesMax: 1 << 20,
        textLengthMax: 4_096,
      });
    } catch {
      this.refused++;
      return false;
    }
    Y.applyUpdate(doc, update);
    return true;
  }
}
