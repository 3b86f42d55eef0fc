import type { ColumnSpec } from "../parquet/schema.ts";
import type { PlannedChunk } from "./chunk-planner.ts";

interface KnownColumn {
  bytes: Uint8Array;
  chunk: PlannedChunk;
  /** Where its values begin. */
  at: number;
}

/**
 * Columns that lie in a file already. The signals of one robot have one clock: written for each of five topics, its times and frame numbers
 * were half of a short episode. Parquet says of each row group where its columns begin, and two may say the same.
 */
export class KnownColumns {
  readonly #bySize = new Map<number, KnownColumn[]>();

  find(column: ColumnSpec, bytes: Uint8Array): KnownColumn | undefined {
    const sameSize = this.#bySize.get(bytes.byteLength);
    return sameSize?.find(
      (known) => known.chunk.column === column && Buffer.compare(known.bytes, bytes) === 0,
    );
  }

  add(column: KnownColumn): void {
    const size = column.bytes.byteLength;
    const sameSize = this.#bySize.get(size);
    if (sameSize === undefined) this.#bySize.set(size, [column]);
    else sameSize.push(column);
  }
}
