/** Rows fetched at once: about four screens, so that steady scrolling asks a few times a second at most. */
export const PAGE_ROWS = 200;

/** Row indices, both ends included. */
export interface RowRange {
  first: number;
  last: number;
}

/** Numbers of the pages that hold the rows in sight, at least page 0 while the length of the list is not known. */
export function pagesOf(range: RowRange, total: number | null): number[] {
  const lastRow = Math.min(Math.max(range.last, 0), total === null ? PAGE_ROWS - 1 : Math.max(total - 1, 0));
  const first = Math.floor(Math.min(Math.max(range.first, 0), lastRow) / PAGE_ROWS);
  const last = Math.floor(lastRow / PAGE_ROWS);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The row at an index from the pages that are here; undefined while its page is on the way. */
export function rowAt<Row>(pages: ReadonlyMap<number, readonly Row[]>, index: number): Row | undefined {
  return pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
}

/** How to cut `count` rows into requests of at most `size`. */
export function chunksOf(count: number, size: number): { offset: number; limit: number }[] {
  const chunks: { offset: number; limit: number }[] = [];
  for (let offset = 0; offset < count; offset += size) {
    chunks.push({ offset, limit: Math.min(size, count - offset) });
  }
  return chunks;
}
