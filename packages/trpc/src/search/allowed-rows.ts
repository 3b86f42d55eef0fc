import type { WorkspaceVectors } from "./workspace-vectors.ts";

interface Marked {
  version: number;
  rows: Uint8Array;
}

/** Of all episodes of a workspace. */
const ALL: ReadonlySet<string> = new Set();
const marked = new WeakMap<WorkspaceVectors, WeakMap<ReadonlySet<string>, Marked>>();

/**
 * By row, 1 for episodes that may be answers. Ids that filters left are looked up once for as long as they and the rows stay the same.
 * @param allowed ids; null: all
 */
export function allowedRows(vectors: WorkspaceVectors, allowed: ReadonlySet<string> | null): Uint8Array {
  const { version, ids } = vectors;
  const bySet = marked.get(vectors) ?? new WeakMap<ReadonlySet<string>, Marked>();
  marked.set(vectors, bySet);
  const known = bySet.get(allowed ?? ALL);
  if (known?.version === version) return known.rows;
  const rows = Uint8Array.from(ids, (id) => Number(id !== null && (allowed === null || allowed.has(id))));
  bySet.set(allowed ?? ALL, { version, rows });
  return rows;
}
