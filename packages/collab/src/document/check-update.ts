import { AppError } from "@retake/core/errors";
import * as Y from "yjs";
import { placeFinder, type Place } from "./place-in-update.ts";

export interface UpdateRules {
  /** The document the update is for; it is not changed. */
  doc: Y.Doc;
  /** Whoever sends it: nobody may sign with another's name. */
  user: string;
  /**
   * Whoever has signed this entry, also if it has been deleted since: undoing its removal brings that name back.
   * `root` is `annotations`, `threads` (a thread or one of its comments) or `tags`. Empty: it was never there.
   */
  signedBy: (root: string, entry: string) => readonly string[];
  /** Who has written under a Yjs client id before; null: nobody. Two people under one id would overwrite each other unseen. */
  ownerOf: (client: number) => string | null;
  bytesMax: number;
  /** Characters of one text. */
  textLengthMax: number;
}

const SIGNATURES = new Set(["author", "by"]);
/** Ids, tags, and an emoji with an id. */
const KEY_LENGTH_MAX = 80;
const ROOTS = new Set(["annotations", "threads", "tags", "fields"]);

/**
 * Looks at an update before it is applied: sizes, shapes and signatures. What it means is read tolerantly afterwards.
 * @throws AppError `too_large`, `bad_request`, `forbidden` (signed with somebody else's name)
 */
export function checkUpdate(update: Uint8Array, rules: UpdateRules): void {
  if (update.byteLength > rules.bytesMax)
    throw new AppError("too_large", `An update has at most ${rules.bytesMax} bytes.`);
  const { structs } = decode(update);
  const placeOf = placeFinder(structs, rules.doc);
  for (const struct of structs) {
    if (struct instanceof Y.Skip || isKnown(struct, rules.doc)) continue;
    if ((rules.ownerOf(struct.id.client) ?? rules.user) !== rules.user) throw forged();
    if (!(struct instanceof Y.Item)) continue;
    const { content } = struct;
    if (content instanceof Y.ContentDeleted) continue;
    const place = placeOf(struct);
    if (place === "gone") continue;
    if (place === null || !ROOTS.has(place.root))
      throw new AppError("bad_request", "A document has annotations, threads, tags and fields only.");
    if (place.path.some((key) => key.length > KEY_LENGTH_MAX))
      throw new AppError("too_large", `A name has at most ${KEY_LENGTH_MAX} characters.`);
    if (content instanceof Y.ContentAny) for (const value of content.arr) checkValue(value, place, rules);
    else if (!(content instanceof Y.ContentType && content.type instanceof Y.Map))
      throw new AppError("bad_request", "A document holds maps and plain values only.");
  }
}

/** What the document has already changes nothing in it. */
function isKnown({ id, length }: { id: Y.ID; length: number }, doc: Y.Doc): boolean {
  return id.clock + length <= Y.getState(doc.store, id.client);
}

function decode(update: Uint8Array): ReturnType<typeof Y.decodeUpdate> {
  try {
    return Y.decodeUpdate(update);
  } catch (cause) {
    throw new AppError("bad_request", "This is no update of a document.", { cause });
  }
}

function checkValue(value: unknown, place: Place, rules: UpdateRules): void {
  const { root, path } = place;
  const key = path.at(-1) ?? "";
  const holder = path.at(-2);
  if (typeof value === "object" && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      if (typeof part === "object" && part !== null)
        throw new AppError("bad_request", "Values of a document are not nested.");
      checkText(part, rules);
      if (SIGNATURES.has(name)) checkSignature(part, { root, entry: key }, rules);
    }
    return;
  }
  checkText(value, rules);
  if (SIGNATURES.has(key) && holder !== undefined) checkSignature(value, { root, entry: holder }, rules);
  if (holder === "reactions") checkReaction(key, path.at(-3) ?? "", rules);
}

function checkText(value: unknown, { textLengthMax }: UpdateRules): void {
  if (typeof value === "string" && value.length > textLengthMax)
    throw new AppError("too_large", `A text has at most ${textLengthMax} characters.`);
}

function checkSignature(
  value: unknown,
  { root, entry }: { root: string; entry: string },
  { user, signedBy }: UpdateRules,
): void {
  const signers = signedBy(root, entry);
  // A tag that was taken away may be given again by anybody; an annotation or a comment is its first author's for good.
  const isOwn = value === user && (signers.length === 0 || root === "tags");
  if (!isOwn && !signers.some((signer) => signer === value)) throw forged();
}

/** Others' reactions come back only with a comment that had been removed. */
function checkReaction(key: string, comment: string, { user, signedBy }: UpdateRules): void {
  if (key.endsWith(` ${user}`) || signedBy("threads", comment).length > 0) return;
  throw forged();
}

function forged(): AppError {
  return new AppError("forbidden", "Nobody may sign with another person's name.");
}
