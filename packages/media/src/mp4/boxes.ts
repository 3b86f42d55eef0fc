/** One box of an MP4 (ISO/IEC 14496-12): its four letters and where its payload lies in the buffer. */
export interface Box {
  type: string;
  start: number;
  end: number;
}

/** The files of real robots have under 20 boxes a level; a level of a million empty boxes is an attack. */
const SIBLINGS_MAX = 4096;

/**
 * The boxes that lie side by side in `buffer[start, end)`. A box that says it is longer than its parent ends the list, as players do.
 */
export function childBoxes(buffer: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  let at = start;
  while (at + 8 <= end && boxes.length < SIBLINGS_MAX) {
    const header = boxHeader(buffer, at, end);
    if (header === null || at + header.size > end) break;
    boxes.push({ type: header.type, start: at + header.headerBytes, end: at + header.size });
    at += header.size;
  }
  return boxes;
}

/** The first box reached by following `path` downwards, each step a box type. */
export function findBox(buffer: Buffer, parent: Box, ...path: string[]): Box | null {
  let box: Box | undefined = parent;
  for (const type of path) {
    box = childBoxes(buffer, box.start, box.end).find((child) => child.type === type);
    if (box === undefined) return null;
  }
  return box;
}

export interface BoxHeader {
  type: string;
  /** Bytes of the whole box, header included. */
  size: number;
  headerBytes: number;
}

/**
 * Reads a box header at `at`; `end` is where the parent (or file) ends, which is what a size of 0 means.
 * @returns null when the header is cut off or says a size smaller than itself
 */
export function boxHeader(buffer: Buffer, at: number, end: number): BoxHeader | null {
  if (at + 8 > buffer.length) return null;
  const type = buffer.toString("latin1", at + 4, at + 8);
  let size = buffer.readUInt32BE(at);
  let headerBytes = 8;
  if (size === 1) {
    if (at + 16 > buffer.length) return null;
    size = Number(buffer.readBigUInt64BE(at + 8));
    headerBytes = 16;
  } else if (size === 0) {
    size = end - at;
  }
  return size < headerBytes ? null : { type, size, headerBytes };
}
