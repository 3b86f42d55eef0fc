import * as Y from "yjs";
import { openDocument } from "./open-document.ts";

/** What was known of an episode before anybody opened its document: from its import, its robot, or scripts. */
export interface DocumentBase {
  outcome: "success" | "failure" | null;
  tags: readonly string[];
}

/** No person's: people's clients draw theirs at random. */
const SEED_CLIENT = 1;

/**
 * The update every document of this episode begins with. It depends on the base alone, so seeding twice, or from two processes, changes nothing.
 * Null when there is nothing to say.
 */
export function seedUpdate({ outcome, tags }: DocumentBase): Uint8Array | null {
  if (outcome === null && tags.length === 0) return null;
  const doc = new Y.Doc();
  doc.clientID = SEED_CLIENT;
  const document = openDocument(doc);
  doc.transact(() => {
    if (outcome !== null) document.fields.set("outcome", outcome);
    for (const tag of [...tags].sort()) document.tags.set(tag, { by: "", at: 0 });
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}
