import type { Matrix } from "@retake/ai/types";
import type { MapKind } from "../types.ts";
import { NEIGHBOURS } from "../thread/jobs.ts";

/** Of all layouts together: 100,000 vectors of 512 numbers are 205 MB. A layout that is larger alone is loaded for each placing. */
const BYTES_MAX = 256 << 20;

/** One point of a map that new ones are put between. */
export interface Anchor {
  id: string;
  vector: Float32Array;
  x: number;
  y: number;
  cluster: number | null;
  neighbours: readonly (readonly [string, number])[];
}

/** The points of a layout, as placing needs them: in memory that its thread shares, so that nothing is copied for it. */
export class Anchors {
  readonly ids: string[] = [];
  readonly clusters: (number | null)[] = [];
  readonly #rowOf = new Map<string, number>();
  readonly #dims: number;
  #capacity = 0;
  #vectors: Float32Array = new Float32Array();
  #places: Float32Array = new Float32Array();
  /** The similarity that another episode has to beat to be among a row's nearest. */
  #reach: Float32Array = new Float32Array();

  /** @param rows that there will be about */
  constructor(dims: number, rows: number) {
    this.#dims = dims;
    this.#grow(rows);
  }

  get bytes(): number {
    return this.#capacity * (this.#dims + 3) * 4;
  }

  get vectors(): Matrix {
    const rows = this.ids.length;
    return { rows, dims: this.#dims, data: this.#vectors.subarray(0, rows * this.#dims) };
  }

  /** Rows × 2. */
  get places(): Float32Array {
    return this.#places.subarray(0, 2 * this.ids.length);
  }

  get reach(): Float32Array {
    return this.#reach.subarray(0, this.ids.length);
  }

  /** A vector of other dimensions is of another map, and left out. */
  put({ id, vector, x, y, cluster, neighbours }: Anchor): void {
    if (vector.length !== this.#dims) return;
    let row = this.#rowOf.get(id);
    if (row === undefined) {
      row = this.ids.length;
      if (row === this.#capacity) this.#grow(Math.ceil(row * 1.25) + 16);
      this.#rowOf.set(id, row);
      this.ids.push(id);
    }
    this.clusters[row] = cluster;
    this.#vectors.set(vector, row * this.#dims);
    this.#places.set([x, y], 2 * row);
    this.heard(id, neighbours);
  }

  /** What an episode's nearest are now. */
  heard(id: string, neighbours: readonly (readonly [string, number])[]): void {
    const row = this.#rowOf.get(id);
    if (row !== undefined) this.#reach[row] = neighbours[NEIGHBOURS - 1]?.[1] ?? -1;
  }

  /** Takes a point off; the last one takes its row. */
  drop(id: string): void {
    const row = this.#rowOf.get(id);
    if (row === undefined) return;
    const last = this.ids.length - 1;
    const moved = this.ids[last] ?? "";
    this.ids[row] = moved;
    this.clusters[row] = this.clusters[last] ?? null;
    this.#vectors.copyWithin(row * this.#dims, last * this.#dims, (last + 1) * this.#dims);
    this.#places.copyWithin(2 * row, 2 * last, 2 * last + 2);
    this.#reach[row] = this.#reach[last] ?? -1;
    this.#rowOf.set(moved, row);
    this.#rowOf.delete(id);
    this.ids.pop();
    this.clusters.pop();
  }

  #grow(capacity: number): void {
    this.#capacity = capacity;
    this.#vectors = sharedCopy(this.#vectors, capacity * this.#dims);
    this.#places = sharedCopy(this.#places, capacity * 2);
    this.#reach = sharedCopy(this.#reach, capacity);
  }
}

function sharedCopy(old: Float32Array, length: number): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(4 * length));
  copy.set(old);
  return copy;
}

/**
 * The anchors of layouts that were placed into last, for whoever holds the index lock: nobody else writes points. An entry is of one version of a layout
 * and of one basis of its vectors; of another it is not found.
 */
export class AnchorStore {
  readonly #kept = new Map<string, { fits: string; anchors: Anchors }>();
  readonly #noted = new Map<string, Set<string>>();

  get(workspaceId: string, kind: MapKind, fits: string): Anchors | null {
    const key = `${workspaceId} ${kind}`;
    const found = this.#kept.get(key);
    if (found === undefined || found.fits !== fits) return null;
    // The one used last goes last.
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.anchors;
  }

  keep(workspaceId: string, kind: MapKind, fits: string, anchors: Anchors): void {
    const key = `${workspaceId} ${kind}`;
    this.#kept.delete(key);
    this.#kept.set(key, { fits, anchors });
    let bytes = [...this.#kept.values()].reduce((sum, one) => sum + one.anchors.bytes, 0);
    for (const [oldest, { anchors: old }] of this.#kept) {
      if (bytes <= BYTES_MAX) break;
      bytes -= old.bytes;
      this.#kept.delete(oldest);
    }
  }

  /** From now on it is noted who is placed, until `endNoting`. */
  startNoting(workspaceId: string, kind: MapKind): void {
    this.#noted.set(`${workspaceId} ${kind}`, new Set());
  }

  placed(workspaceId: string, kind: MapKind, ids: readonly string[]): void {
    const noted = this.#noted.get(`${workspaceId} ${kind}`);
    if (noted !== undefined) for (const id of ids) noted.add(id);
  }

  endNoting(workspaceId: string, kind: MapKind): ReadonlySet<string> {
    const key = `${workspaceId} ${kind}`;
    const noted = this.#noted.get(key) ?? new Set();
    this.#noted.delete(key);
    return noted;
  }

  forget(workspaceId: string, kind: MapKind): void {
    this.#kept.delete(`${workspaceId} ${kind}`);
  }

  clear(): void {
    this.#kept.clear();
  }
}
