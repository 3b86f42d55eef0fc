const KEPT_BYTES_MAX = 8 << 20;
const BUFFER_BYTES_MIN = 64 << 10;
const BUFFER_BYTES_MAX = 4 << 20;

const kept: Buffer[] = [];
let keptBytes = 0;

/**
 * Memory to write a text into, used again where it was given back. An answer of 100 KB in fresh memory costs more than its digits:
 * every page of it faults once, and so many bytes outside of the heap make the collector run over all of it.
 */
export function takeBuffer(bytes: number): Buffer {
  const at = kept.findLastIndex((buffer) => buffer.byteLength >= bytes);
  const [buffer] = at < 0 ? [] : kept.splice(at, 1);
  if (buffer === undefined) return Buffer.allocUnsafeSlow(Math.max(bytes, BUFFER_BYTES_MIN));
  keptBytes -= buffer.byteLength;
  return buffer;
}

/** Nobody may look at the buffer any more; one that is not given back is the collector's. */
export function giveBuffer(buffer: Buffer): void {
  if (buffer.byteLength < BUFFER_BYTES_MIN || buffer.byteLength > BUFFER_BYTES_MAX) return;
  if (keptBytes + buffer.byteLength > KEPT_BYTES_MAX) return;
  kept.push(buffer);
  keptBytes += buffer.byteLength;
}
