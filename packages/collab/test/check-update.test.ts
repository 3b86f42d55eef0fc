import * as Y from "yjs";
import { describe, expect, test } from "vitest";
import {
  addAnnotation,
  addThread,
  annotationsOf,
  checkUpdate,
  openDocument,
  removeAnnotation,
  seedUpdate,
  Signatures,
  threadsOf,
  toggleReaction,
} from "@retake/collab/document";
import { Person } from "./people.ts";

/** What a room refuses an update with, or null when it takes it. */
function verdict(
  doc: Y.Doc,
  user: string,
  update: Uint8Array,
  signatures = new Signatures(openDocument(doc)),
  ownerOf: (client: number) => string | null = () => null,
): string | null {
  try {
    const signedBy = (root: string, entry: string): readonly string[] => signatures.of(root, entry);
    checkUpdate(update, { doc, user, signedBy, ownerOf, bytesMax: 1 << 20, textLengthMax: 4_096 });
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** The update of what `change` does to a copy of the document. */
function updateOf(doc: Y.Doc, change: (copy: Y.Doc) => void): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const before = Y.encodeStateVector(copy);
  change(copy);
  return Y.encodeStateAsUpdate(copy, before);
}

/** A document in which ann has labelled and commented. */
function annsDocument(): { doc: Y.Doc; annotation: string; thread: string; comment: string } {
  const ann = new Person("ann");
  const annotation = addAnnotation(ann.editing, { lane: "subtask", label: "grasp", start: 1, end: 2 });
  const writing = { document: ann.document, user: "ann", now: () => 5 };
  const thread = addThread(writing, { t: 1, annotationId: annotation, text: "here" });
  const comment = threadsOf(ann.document)[0]!.comments[0]!.id;
  return { doc: ann.document.doc, annotation, thread, comment };
}

const map = (values: Record<string, unknown>): Y.Map<unknown> => new Y.Map(Object.entries(values));

describe("an update of a document", () => {
  test("may be signed with one's own name only: annotations, threads, comments, tags and reactions", () => {
    const { doc, thread, comment } = annsDocument();
    const forgeries: ((copy: Y.Doc) => void)[] = [
      (copy) => copy.getMap("annotations").set("x", map({ author: "ann" })),
      (copy) => copy.getMap("threads").set("x", map({ by: "ann" })),
      (copy) => copy.getMap("tags").set("good", { by: "ann", at: 1 }),
      (copy) => messages(copy, thread).set("x", map({ by: "ann", text: "I agree" })),
    ];
    for (const forge of forgeries) {
      expect(verdict(doc, "bea", updateOf(doc, forge))).toBe("forbidden");
      expect(verdict(doc, "ann", updateOf(doc, forge))).toBeNull();
    }
    const react = updateOf(doc, (copy) => {
      const document = openDocument(copy);
      toggleReaction({ document, user: "ann", now: () => 1 }, thread, comment, "👍");
    });
    expect(verdict(doc, "ann", react)).toBeNull();
  });

  test("may not take over what another person signed, by whatever way it says so", () => {
    const { doc, annotation, thread } = annsDocument();
    const takeovers: ((copy: Y.Doc) => void)[] = [
      (copy) => annotationMap(copy, annotation).set("author", "bea"),
      (copy) => (copy.getMap("threads").get(thread) as Y.Map<unknown>).set("by", "bea"),
      (copy) =>
        copy
          .getMap("annotations")
          .set(annotation, map({ author: "bea", lane: "subtask", label: "x", start: 0, end: 1 })),
    ];
    for (const take of takeovers) expect(verdict(doc, "bea", updateOf(doc, take))).toBe("forbidden");
    const relabel = updateOf(doc, (copy) => annotationMap(copy, annotation).set("label", "move"));
    expect(verdict(doc, "bea", relabel)).toBeNull();
  });

  test("may bring back what one has deleted, with the name it had", () => {
    const { doc, annotation } = annsDocument();
    const bea = new Person("bea", Y.encodeStateAsUpdate(doc));
    const signatures = new Signatures(openDocument(doc));
    removeAnnotation(bea.editing, annotation);
    bea.undo.undo();
    for (const update of bea.take()) {
      expect(verdict(doc, "bea", update, signatures)).toBeNull();
      Y.applyUpdate(doc, update);
    }
    expect(annotationsOf(openDocument(doc))).toMatchObject([{ id: annotation, author: "ann" }]);
  });

  test("may not be written under the Yjs id of another person's browser, known parts of theirs aside", () => {
    const { doc } = annsDocument();
    const all = Y.encodeStateAsUpdate(doc);
    const ownerOf = (client: number): string | null => (client === doc.clientID ? "ann" : null);
    const forged = updateOf(doc, (copy) => {
      copy.clientID = doc.clientID;
      copy.getMap("fields").set("rating", 1);
    });
    expect(verdict(doc, "bea", forged, undefined, ownerOf)).toBe("forbidden");
    expect(verdict(doc, "ann", forged, undefined, ownerOf)).toBeNull();
    expect(verdict(doc, "bea", all, undefined, ownerOf)).toBeNull();
  });

  test("is refused when it holds anything but maps and plain values in the four maps", () => {
    const { doc, annotation } = annsDocument();
    const refused: ((copy: Y.Doc) => void)[] = [
      (copy) => copy.getMap("other").set("x", 1),
      (copy) => copy.getArray("annotations").push([1]),
      (copy) => copy.getText("fields").insert(0, "words"),
      (copy) => copy.getMap("fields").set("notes", new Y.Text("words")),
      (copy) => annotationMap(copy, annotation).set("note", new Y.Array()),
      (copy) => copy.getMap("tags").set("x", { by: "bea", at: { deep: 1 } }),
      (copy) => copy.getMap("fields").set("notes", new Uint8Array(8)),
      (copy) => copy.getMap("fields").set("sub", new Y.Doc()),
    ];
    for (const change of refused) expect(verdict(doc, "bea", updateOf(doc, change))).toBe("bad_request");
  });

  test("is refused when it is too large, has too long a text, or is no update at all", () => {
    const { doc, annotation } = annsDocument();
    const long = updateOf(doc, (copy) => annotationMap(copy, annotation).set("note", "x".repeat(4_097)));
    expect(verdict(doc, "bea", long)).toBe("too_large");
    const tag = updateOf(doc, (copy) => copy.getMap("tags").set("x".repeat(81), { by: "bea", at: 1 }));
    expect(verdict(doc, "bea", tag)).toBe("too_large");
    expect(verdict(doc, "bea", new Uint8Array(2 << 20))).toBe("too_large");
    for (const bytes of [[], [1], [255, 255, 255, 255], [1, 1, 5, 0, 40, 200]])
      expect(verdict(doc, "bea", Uint8Array.from(bytes))).toBe("bad_request");
  });

  test("that stands on changes the room does not have is refused; one to something deleted meanwhile is taken and changes nothing", () => {
    const { doc, annotation } = annsDocument();
    const bea = new Person("bea", Y.encodeStateAsUpdate(doc));
    bea.document.annotations.get(annotation)!.set("label", "move");
    bea.document.annotations.get(annotation)!.set("label", "place");
    const [first, second] = bea.take();
    expect(verdict(doc, "bea", second!)).toBe("bad_request");
    expect(verdict(doc, "bea", first!)).toBeNull();
    openDocument(doc).annotations.delete(annotation);
    expect(verdict(doc, "bea", first!)).toBeNull();
    Y.applyUpdate(doc, first!);
    expect(annotationsOf(openDocument(doc))).toEqual([]);
  });
});

test("seeding a document twice, or from two processes, is seeding it once", () => {
  const base = { outcome: "success", tags: ["b", "a"] } as const;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate(base)!);
  const before = Y.encodeStateAsUpdate(doc);
  Y.applyUpdate(doc, seedUpdate({ ...base, tags: ["a", "b"] })!);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  expect(seedUpdate({ outcome: null, tags: [] })).toBeNull();
});

function annotationMap(doc: Y.Doc, id: string): Y.Map<unknown> {
  return doc.getMap<Y.Map<unknown>>("annotations").get(id)!;
}

function messages(doc: Y.Doc, thread: string): Y.Map<unknown> {
  return doc.getMap<Y.Map<Y.Map<unknown>>>("threads").get(thread)!.get("messages")!;
}
