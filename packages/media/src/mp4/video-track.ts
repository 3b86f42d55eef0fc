import { open } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
import { type Box, childBoxes, findBox } from "./boxes.ts";
import { damaged, readCodec, type VideoCodec } from "./codec.ts";
import { fragmentedVideo, readIndex } from "./read-index.ts";
import { readSampleTable, type SampleTable } from "./sample-table.ts";

/** The picture track of an MP4, read from its index alone. */
export interface VideoTrack {
  codec: VideoCodec;
  samples: SampleTable;
  /** Decode index of each shown frame, in presentation order. */
  order: Int32Array;
  /** Presentation time of each shown frame, seconds, ascending; same length as `order`. */
  times: Float64Array;
  /** When the last frame ends, seconds. */
  endTime: number;
}

/**
 * Reads the first video track of an MP4. Takes memory in proportion to the frames really indexed, never to what the file claims.
 * @throws AppError `not_found`, `invalid_dataset`, `unsupported_media` or `too_large`, each with the cure
 */
export async function readVideoTrack(path: string): Promise<VideoTrack> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw new AppError("not_found", "The video file is missing.", { detail: path, cause });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new AppError("invalid_dataset", "The video is not a regular file.");
    return parseVideoTrack(await readIndex(file, stat.size), stat.size);
  } finally {
    await file.close();
  }
}

function parseVideoTrack(moov: Buffer, fileBytes: number): VideoTrack {
  try {
    const root: Box = { type: "moov", start: 0, end: moov.length };
    const trak = videoTrak(moov, root);
    const stbl = findBox(moov, trak, "mdia", "minf", "stbl");
    const stsd = stbl === null ? null : findBox(moov, stbl, "stsd");
    if (stbl === null || stsd === null) throw damaged("track");
    const codec = readCodec(moov, stsd);
    const samples = readSampleTable(moov, stbl, fileBytes);
    if (samples.count === 0) {
      if (findBox(moov, root, "mvex") !== null) throw fragmentedVideo();
      throw new AppError("invalid_dataset", "The video has no frames.");
    }
    return { codec, samples, ...presentation(moov, root, trak, samples) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    // A read past the end of the index: some box says it is larger than it is.
    throw new AppError("invalid_dataset", "The video file is damaged: its index contradicts itself.", {
      cause: error,
    });
  }
}

function videoTrak(moov: Buffer, root: Box): Box {
  const traks = childBoxes(moov, root.start, root.end).filter((box) => box.type === "trak");
  const found = traks.find((trak) => {
    const hdlr = findBox(moov, trak, "mdia", "hdlr");
    return hdlr !== null && moov.toString("latin1", hdlr.start + 8, hdlr.start + 12) === "vide";
  });
  if (found === undefined) throw new AppError("unsupported_media", "The file holds no video track.");
  return found;
}

/** Sorts by presentation time and applies the edit list; frames before the edit's start are decoded but never shown. */
function presentation(moov: Buffer, root: Box, trak: Box, samples: SampleTable) {
  const timescale = headerTimescale(moov, findBox(moov, trak, "mdia", "mdhd"));
  const edit = readEdit(moov, root, trak, timescale);
  const order = new Int32Array(samples.count);
  for (let n = 0; n < order.length; n++) order[n] = n;
  const tick = (n: number): number => samples.ticks[n] ?? 0;
  if (!isAscending(samples.ticks)) order.sort((a, b) => tick(a) - tick(b) || a - b);
  const firstShown = order.findIndex((n) => tick(n) >= edit.mediaTime);
  const shown = firstShown > 0 ? order.subarray(firstShown) : order;
  const times = Float64Array.from(shown, (n) => (tick(n) - edit.mediaTime) / timescale + edit.delayS);
  return { order: shown, times, endTime: (times.at(-1) ?? 0) + samples.lastDuration / timescale };
}

function isAscending(values: Float64Array): boolean {
  for (let n = 1; n < values.length; n++) if ((values[n] ?? 0) < (values[n - 1] ?? 0)) return false;
  return true;
}

/** `mvhd` and `mdhd` keep the timescale after two times of 4 bytes, or of 8 in version 1. */
function headerTimescale(moov: Buffer, box: Box | null): number {
  if (box === null) throw damaged("timescale");
  const timescale = moov.readUInt32BE(box.start + (moov.readUInt8(box.start) === 1 ? 20 : 12));
  if (timescale === 0) throw damaged("timescale");
  return timescale;
}

interface Edit {
  /** Media time, in ticks of the track, that is shown at `delayS`. */
  mediaTime: number;
  delayS: number;
}

/**
 * The first edit that shows something, and the pause before it. Recorders write at most these two (B-frame delay, late start);
 * later edits, which only editing tools make, are not applied.
 */
function readEdit(moov: Buffer, root: Box, trak: Box, timescale: number): Edit {
  const elst = findBox(moov, trak, "edts", "elst");
  if (elst === null) return { mediaTime: 0, delayS: 0 };
  const wide = moov.readUInt8(elst.start) === 1;
  const entryBytes = wide ? 20 : 12;
  const entries = Math.min(
    moov.readUInt32BE(elst.start + 4),
    Math.floor((elst.end - elst.start - 8) / entryBytes),
  );
  let delay = 0;
  for (let n = 0; n < entries; n++) {
    const at = elst.start + 8 + n * entryBytes;
    const duration = wide ? Number(moov.readBigUInt64BE(at)) : moov.readUInt32BE(at);
    const mediaTime = wide ? Number(moov.readBigInt64BE(at + 8)) : moov.readInt32BE(at + 4);
    if (mediaTime >= 0) {
      const movieTimescale = delay === 0 ? timescale : headerTimescale(moov, findBox(moov, root, "mvhd"));
      return { mediaTime, delayS: delay / movieTimescale };
    }
    delay += duration;
  }
  return { mediaTime: 0, delayS: 0 };
}
