import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import { type Box, findBox } from "./boxes.ts";
import { damaged } from "./codec.ts";

/** Where each coded picture lies, in decode order. All arrays have `count` entries. */
export interface SampleTable {
  count: number;
  /** Byte offset in the file. */
  offsets: Float64Array;
  sizes: Uint32Array;
  /** Presentation time in ticks of the track's timescale, before the edit list. */
  ticks: Float64Array;
  /** 1 where decoding can begin. */
  keys: Uint8Array;
  /** Ticks the last sample (in decode order) is shown. */
  lastDuration: number;
}

/**
 * Reads the sample tables of one track (ISO/IEC 14496-12 section 8.6 and 8.7).
 * The tables are run-length coded, so a few bytes can claim 10^9 samples: every count is checked against the limit and against the others before
 * anything is allocated, and every sample must lie inside the file.
 * @throws AppError `too_large`, or `invalid_dataset` when the tables lie
 */
export function readSampleTable(moov: Buffer, stbl: Box, fileBytes: number): SampleTable {
  const sizes = readSizes(moov, stbl);
  const count = sizes.length;
  const ticks = new Float64Array(count);
  const lastDuration = readTimes(moov, stbl, ticks);
  return {
    count,
    sizes,
    ticks,
    lastDuration,
    offsets: readOffsets(moov, stbl, sizes, fileBytes),
    keys: readKeys(moov, stbl, count),
  };
}

interface Table {
  /** Position of the first entry. */
  at: number;
  entries: number;
}

/** A full box whose payload is a count and that many entries of `entryBytes`. */
function table(moov: Buffer, stbl: Box, type: string, entryBytes: number): Table | null {
  const box = findBox(moov, stbl, type);
  if (box === null) return null;
  if (box.end - box.start < 8) throw damaged(`${type} table`);
  const entries = moov.readUInt32BE(box.start + 4);
  if (box.start + 8 + entries * entryBytes > box.end) throw damaged(`${type} table`);
  return { at: box.start + 8, entries };
}

function required(found: Table | null, type: string): Table {
  if (found === null) throw damaged(`${type} table`);
  return found;
}

function readSizes(moov: Buffer, stbl: Box): Uint32Array {
  const box = findBox(moov, stbl, "stsz");
  if (box === null || box.end - box.start < 12) throw damaged("stsz table");
  const fixed = moov.readUInt32BE(box.start + 4);
  const count = moov.readUInt32BE(box.start + 8);
  if (count > LIMITS.videoFramesMax) {
    throw new AppError(
      "too_large",
      `The video says it has ${count} frames; the limit is ${LIMITS.videoFramesMax}.`,
    );
  }
  if (fixed === 0 && box.start + 12 + count * 4 > box.end) throw damaged("stsz table");
  const sizes = new Uint32Array(count);
  for (let n = 0; n < count; n++) sizes[n] = fixed === 0 ? moov.readUInt32BE(box.start + 12 + n * 4) : fixed;
  return sizes;
}

/** Fills `ticks` from `stts` and `ctts`; returns the duration of the last sample. */
function readTimes(moov: Buffer, stbl: Box, ticks: Float64Array): number {
  const stts = required(table(moov, stbl, "stts", 8), "stts");
  let sample = 0;
  let time = 0;
  let delta = 0;
  for (let n = 0; n < stts.entries; n++) {
    const run = moov.readUInt32BE(stts.at + n * 8);
    if (sample + run > ticks.length) throw damaged("stts table (it times more frames than there are)");
    delta = moov.readUInt32BE(stts.at + n * 8 + 4);
    for (let k = 0; k < run; k++, time += delta) ticks[sample++] = time;
  }
  if (sample < ticks.length) throw damaged("stts table (it times fewer frames than there are)");
  addCompositionOffsets(moov, stbl, ticks);
  return delta;
}

function addCompositionOffsets(moov: Buffer, stbl: Box, ticks: Float64Array): void {
  const ctts = table(moov, stbl, "ctts", 8);
  if (ctts === null) return;
  let sample = 0;
  for (let n = 0; n < ctts.entries && sample < ticks.length; n++) {
    const run = Math.min(moov.readUInt32BE(ctts.at + n * 8), ticks.length - sample);
    // Signed in version 1; version 0 writers put negative offsets there all the same.
    const offset = moov.readInt32BE(ctts.at + n * 8 + 4);
    for (let k = 0; k < run; k++) ticks[sample] = (ticks[sample++] ?? 0) + offset;
  }
}

/** Chunk offsets (`stco`/`co64`) and the runs of `stsc` give each sample its place. */
function readOffsets(moov: Buffer, stbl: Box, sizes: Uint32Array, fileBytes: number): Float64Array {
  const offsets = new Float64Array(sizes.length);
  const stsc = required(table(moov, stbl, "stsc", 12), "stsc");
  const wide = table(moov, stbl, "co64", 8);
  const chunks = wide ?? required(table(moov, stbl, "stco", 4), "stco");
  let sample = 0;
  for (let run = 0; run < stsc.entries && sample < sizes.length; run++) {
    const at = stsc.at + run * 12;
    const first = moov.readUInt32BE(at) - 1;
    const perChunk = moov.readUInt32BE(at + 4);
    const next = run + 1 < stsc.entries ? moov.readUInt32BE(at + 12) - 1 : chunks.entries;
    if (first < 0 || next > chunks.entries || next <= first) throw damaged("stsc table");
    for (let chunk = first; chunk < next && sample < sizes.length; chunk++) {
      let offset =
        wide === null
          ? moov.readUInt32BE(chunks.at + chunk * 4)
          : Number(moov.readBigUInt64BE(chunks.at + chunk * 8));
      for (let k = 0; k < perChunk && sample < sizes.length; k++, sample++) {
        const size = sizes[sample] ?? 0;
        offsets[sample] = offset;
        offset += size;
        if (offset > fileBytes) throw cutOff(sample, sizes.length);
      }
    }
  }
  if (sample < sizes.length) throw damaged("chunk tables (they place fewer frames than there are)");
  return offsets;
}

/** Without `stss` every sample is a key frame. Some writers forget the first one. */
function readKeys(moov: Buffer, stbl: Box, count: number): Uint8Array {
  const keys = new Uint8Array(count);
  const stss = table(moov, stbl, "stss", 4);
  if (stss === null) return keys.fill(1);
  for (let n = 0; n < stss.entries; n++) {
    const sample = moov.readUInt32BE(stss.at + n * 4) - 1;
    if (sample < 0 || sample >= count) throw damaged("key frame table");
    keys[sample] = 1;
  }
  keys[0] = 1;
  return keys;
}

function cutOff(sample: number, count: number): AppError {
  return new AppError(
    "invalid_dataset",
    `The video file is cut off: frame ${sample} of ${count} lies beyond its end. Copy it again.`,
  );
}
