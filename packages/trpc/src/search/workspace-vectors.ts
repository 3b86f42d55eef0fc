import { createVectorScan, type VectorScan } from "@retake/ai/neighbours";
import { createWordIndex, squareOf, type WordIndex } from "@retake/ai/ranking";

/** An episode's vectors as they are stored. */
export interface VectorRow {
  id: string;
  sessionId: string;
  /** Changes whenever the row does. */
  stamp: string;
  motion: Float32Array | null;
  visual: Float32Array | null;
  /** Its `tsvector`, as text. */
  words: string;
  /** SHA-256 of its texts that are embedded (task, people, description), as text of one byte a character; null where there is none. */
  texts: readonly (string | null)[];
}

export const TEXT_FIELDS = ["task", "people", "description"] as const;

/** The vectors of texts by one embedder. */
export interface TextPlane {
  space: string;
  scan: VectorScan | null;
  /** By text: 1 where its vector is in the scan. */
  loaded: Uint8Array;
}

/** Vectors of one kind that an episode has or has not. */
export interface VectorPlane {
  scan: VectorScan | null;
  has: Uint8Array;
  /** Squared lengths. */
  squares: Float32Array;
}

/** Everything of a workspace that is compared by number. Rows are reused, so that memory follows the episodes there are. */
export interface WorkspaceVectors {
  /** Another number after every change. */
  version: number;
  /** By row; null: free. */
  ids: (string | null)[];
  sessionIds: (string | null)[];
  stamps: string[];
  rowOf: Map<string, number>;
  rowOfSession: Map<string, number>;
  motion: VectorPlane;
  visual: VectorPlane;
  /** By row. */
  words: WordIndex;
  /** Number of a text by its hash; the same text of many episodes is one. */
  textOf: Map<string, number>;
  hashes: string[];
  /** rows × TEXT_FIELDS, -1 where there is none. */
  fields: Int32Array;
  planes: Map<string, TextPlane>;
  free: number[];
}

export function createWorkspaceVectors(): WorkspaceVectors {
  return {
    version: 0,
    ids: [],
    sessionIds: [],
    stamps: [],
    rowOf: new Map(),
    rowOfSession: new Map(),
    motion: emptyPlane(),
    visual: emptyPlane(),
    words: createWordIndex(),
    textOf: new Map(),
    hashes: [],
    fields: new Int32Array(0),
    planes: new Map(),
    free: [],
  };
}

export function putRow(vectors: WorkspaceVectors, row: VectorRow): void {
  const at = vectors.rowOf.get(row.id) ?? vectors.free.pop() ?? vectors.ids.length;
  vectors.version += 1;
  vectors.ids[at] = row.id;
  vectors.sessionIds[at] = row.sessionId;
  vectors.stamps[at] = row.stamp;
  vectors.rowOf.set(row.id, at);
  vectors.rowOfSession.set(row.sessionId, at);
  putVector(vectors.motion, at, row.motion);
  putVector(vectors.visual, at, row.visual);
  vectors.words.put(at, row.words);
  if (vectors.fields.length < (at + 1) * TEXT_FIELDS.length)
    vectors.fields = grown(vectors.fields, (at + 1) * TEXT_FIELDS.length);
  for (const [n] of TEXT_FIELDS.entries()) {
    const hash = row.texts[n] ?? null;
    vectors.fields[at * TEXT_FIELDS.length + n] = hash === null ? -1 : textNumber(vectors, hash);
  }
}

export function removeRow(vectors: WorkspaceVectors, id: string): void {
  const at = vectors.rowOf.get(id);
  if (at === undefined) return;
  vectors.version += 1;
  vectors.rowOf.delete(id);
  vectors.rowOfSession.delete(vectors.sessionIds[at] ?? "");
  vectors.ids[at] = null;
  vectors.sessionIds[at] = null;
  vectors.stamps[at] = "";
  vectors.motion.has[at] = 0;
  vectors.visual.has[at] = 0;
  vectors.words.remove(at);
  vectors.fields.fill(-1, at * TEXT_FIELDS.length, (at + 1) * TEXT_FIELDS.length);
  vectors.free.push(at);
}

/** About. */
export function bytesOf({ ids, hashes, fields, motion, visual, words, planes }: WorkspaceVectors): number {
  let bytes = ids.length * 320 + hashes.length * 160 + fields.byteLength + words.bytes;
  for (const { scan } of [motion, visual, ...planes.values()]) bytes += scan?.bytes ?? 0;
  return bytes;
}

export function textPlane(vectors: WorkspaceVectors, space: string): TextPlane {
  let plane = vectors.planes.get(space);
  if (plane === undefined)
    vectors.planes.set(space, (plane = { space, scan: null, loaded: new Uint8Array(0) }));
  return plane;
}

/** Whether every text of every episode has its vector in a space. */
export function isComplete({ fields, planes }: WorkspaceVectors, space: string): boolean {
  const plane = planes.get(space);
  return plane !== undefined && fields.every((text) => text < 0 || plane.loaded[text] === 1);
}

export function putText(plane: TextPlane, text: number, vector: Float32Array, capacity: number): void {
  plane.scan ??= createVectorScan(vector.length, Math.max(capacity, text + 1));
  if (plane.scan.dims !== vector.length) return;
  plane.scan.set(text, vector);
  if (plane.loaded.length <= text) plane.loaded = grown(plane.loaded, text + 1);
  plane.loaded[text] = 1;
}

function textNumber(vectors: WorkspaceVectors, hash: string): number {
  let number = vectors.textOf.get(hash);
  if (number === undefined) {
    number = vectors.hashes.push(hash) - 1;
    vectors.textOf.set(hash, number);
  }
  return number;
}

function emptyPlane(): VectorPlane {
  return { scan: null, has: new Uint8Array(0), squares: new Float32Array(0) };
}

function putVector(plane: VectorPlane, row: number, vector: Float32Array | null): void {
  if (plane.has.length <= row) {
    plane.has = grown(plane.has, row + 1);
    plane.squares = grown(plane.squares, row + 1);
  }
  plane.has[row] = 0;
  if (vector === null) return;
  plane.scan ??= createVectorScan(vector.length, 256);
  // Of an older recipe: it is made again soon.
  if (plane.scan.dims !== vector.length) return;
  plane.scan.set(row, vector);
  plane.has[row] = 1;
  plane.squares[row] = squareOf(vector);
}

function grown<T extends Int32Array | Uint8Array | Float32Array>(array: T, length: number): T {
  const next = new (array.constructor as new (length: number) => T)(
    Math.max(length, Math.ceil(array.length * 1.5), 64),
  );
  next.set(array);
  return next;
}
