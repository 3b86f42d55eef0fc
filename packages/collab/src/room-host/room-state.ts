import { AppError } from "@retake/core/errors";
import * as Y from "yjs";
import { checkUpdate } from "../document/check-update.ts";
import { openDocument, type EpisodeDocument } from "../document/open-document.ts";
import { seedUpdate } from "../document/seed.ts";
import { Signatures } from "../document/signatures.ts";
import { DEFAULT_LABEL_SCHEMA } from "../label-schema/default-schema.ts";
import { labelSchemaSchema, type LabelSchema } from "../label-schema/label-schema.ts";
import { LiveProjection, type ProjectionChanges } from "../projection/live-projection.ts";
import { ROOM_LIMITS } from "./limits.ts";
import { readOwners, writeOwners } from "./owners.ts";
import type { RoomRef } from "./room-ref.ts";
import type { LoadedRoom, RoomFacts } from "./room-store.ts";
import { Touched } from "./touched.ts";

/** Owner of what no person's browser wrote. */
const HOUSE = "";

/**
 * A room's document with what is known of who wrote it. Between commits it is exactly what the store has up to `cursor`; a commit that fails leaves
 * it ahead, and it is loaded anew.
 */
export class RoomState {
  readonly document: EpisodeDocument = openDocument(new Y.Doc());
  readonly touched: Touched;
  readonly signatures: Signatures;
  facts: RoomFacts;
  schema: LabelSchema = DEFAULT_LABEL_SCHEMA;
  /** Number of the last stored update in it. */
  cursor = 0;
  updatesSinceSnapshot = 0;
  readonly #ref: RoomRef;
  readonly #owners: Map<number, string>;
  #projection: LiveProjection | null = null;
  #bytes = 0;
  #schemaVersion: number | null = null;
  #writer: string | null = null;
  #written: Uint8Array[] = [];

  constructor(ref: RoomRef, loaded: LoadedRoom) {
    this.#ref = ref;
    const { doc } = this.document;
    const { snapshot } = loaded;
    if (snapshot !== null) {
      Y.applyUpdate(doc, snapshot.data);
      this.cursor = snapshot.upToId;
      this.#bytes = snapshot.data.byteLength;
    }
    this.signatures = new Signatures(this.document);
    const { owners, removed } = readOwners(snapshot?.owners);
    this.#owners = owners.set(doc.clientID, HOUSE);
    for (const [root, entry, signer] of removed) this.signatures.add(root, entry, signer);
    this.touched = new Touched(this.document);
    doc.on("afterTransaction", (transaction: Y.Transaction) => this.#own(transaction));
    this.facts = loaded.facts;
    this.#apply(loaded);
    // What is loaded is not written again, and need not be put into words.
    doc.on("update", (update: Uint8Array) => this.#written.push(update));
  }

  /** Takes in what others stored since. @returns the same, for those who look on */
  catchUp(loaded: LoadedRoom): Uint8Array[] {
    const news = loaded.updates.filter(({ id }) => id > this.cursor);
    this.#apply(loaded);
    // Their rows are stored with them; those of a new schema or length are not, and are written with the next change.
    if (news.length > 0) this.takeChanges();
    return news.map(({ data }) => data);
  }

  /** Whether the episode's row says what the document does not yet. */
  get lacksBase(): boolean {
    if (this.#ref.layer !== "main") return false;
    const { outcome, tags } = this.facts;
    if (this.cursor === 0) return outcome !== null || tags.length > 0;
    return outcome !== null && !this.document.fields.has("outcome");
  }

  /** Brings in what the episode's row had before anybody said anything about it here. @returns the update, or null */
  addBase(): Uint8Array | null {
    if (!this.lacksBase) return null;
    const { outcome } = this.facts;
    const seed = this.cursor === 0 ? seedUpdate(this.facts) : null;
    const update = this.write(null, () => {
      if (seed !== null) Y.applyUpdate(this.document.doc, seed);
      else this.document.fields.set("outcome", outcome);
    });
    this.touched.clear();
    this.takeChanges();
    return update;
  }

  /** @returns what `change` changed, or null */
  write(userId: string | null, change: () => void): Uint8Array | null {
    this.#writer = userId;
    this.#written = [];
    this.touched.writer = userId;
    change();
    const written = this.#written;
    if (written.length === 0) return null;
    const update = written.length === 1 && written[0] !== undefined ? written[0] : Y.mergeUpdates(written);
    this.#bytes += update.byteLength;
    return update;
  }

  /** The same for a client's update. @throws AppError `bad_request`, `forbidden`, `too_large`; nothing was changed */
  writeUpdate(userId: string, update: Uint8Array): Uint8Array | null {
    const { doc } = this.document;
    checkUpdate(update, {
      doc,
      user: userId,
      signedBy: (root, entry) => this.signatures.of(root, entry),
      ownerOf: (client) => this.#owners.get(client) ?? null,
      bytesMax: ROOM_LIMITS.updateBytesMax,
      textLengthMax: ROOM_LIMITS.textLengthMax,
    });
    this.#demandRoom(update.byteLength);
    return this.write(userId, () => Y.applyUpdate(doc, update));
  }

  /** Whether the last update stands on others that never came. They are not waited for: a client sends its changes in order. */
  dropPending(): boolean {
    const { store } = this.document.doc;
    const isPending = store.pendingStructs !== null || store.pendingDs !== null;
    store.pendingStructs = null;
    store.pendingDs = null;
    return isPending;
  }

  /** Rows, as the store has them up to the last {@link takeChanges}. Made when first asked for: who only looks on needs none. */
  get projection(): LiveProjection {
    this.#projection ??= new LiveProjection(this.document, this.schema, this.facts.durationS);
    return this.#projection;
  }

  /** Rows that are different since this was last asked. */
  takeChanges(): ProjectionChanges {
    this.projection.redefine(this.schema, this.facts.durationS);
    return this.projection.take();
  }

  encode(vector?: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.document.doc, vector);
  }

  vector(): Uint8Array {
    return Y.encodeStateVector(this.document.doc);
  }

  owners(): object {
    return writeOwners(this.#owners, this.signatures.ofRemoved(this.document));
  }

  destroy(): void {
    this.document.doc.destroy();
  }

  #apply({ updates, facts }: LoadedRoom): void {
    const { doc } = this.document;
    for (const { id, data, userId } of updates) {
      if (id <= this.cursor) continue;
      this.#writer = userId;
      this.touched.writer = userId;
      Y.applyUpdate(doc, data);
      this.#bytes += data.byteLength;
      this.cursor = id;
      this.updatesSinceSnapshot += 1;
    }
    this.touched.clear();
    this.facts = facts;
    const version = facts.schema?.version ?? null;
    if (version === this.#schemaVersion) return;
    this.#schemaVersion = version;
    const read = labelSchemaSchema.safeParse(facts.schema?.content);
    this.schema = read.success ? read.data : DEFAULT_LABEL_SCHEMA;
  }

  #own({ beforeState, afterState }: Y.Transaction): void {
    for (const [client, clock] of afterState)
      if (beforeState.get(client) !== clock && !this.#owners.has(client))
        this.#owners.set(client, this.#writer ?? HOUSE);
  }

  #demandRoom(bytes: number): void {
    const { documentBytesMax } = ROOM_LIMITS;
    if (this.#bytes + bytes <= documentBytesMax) return;
    this.#bytes = this.encode().byteLength;
    if (this.#bytes + bytes > documentBytesMax)
      throw new AppError("too_large", `The labels of one episode have at most ${documentBytesMax} bytes.`);
  }
}
