/** UTF-8 of many texts, one after another; those that were written anew leave what they were behind. */
export interface TextPool {
  buffer: Buffer;
  used: number;
}

interface Pooled {
  texts: TextPool;
  textStarts: Uint32Array;
  textLengths: Uint32Array;
}

export function createTextPool(): TextPool {
  return { buffer: Buffer.alloc(0), used: 0 };
}

export function putText(pooled: Pooled, number: number, text: string): void {
  const { texts } = pooled;
  // Three bytes for a unit of UTF-16 at most.
  const needed = texts.used + 3 * text.length;
  if (needed > texts.buffer.length) {
    const larger = Buffer.allocUnsafeSlow(Math.ceil(needed * 1.5) + 4_096);
    texts.buffer.copy(larger, 0, 0, texts.used);
    texts.buffer = larger;
  }
  const length = texts.buffer.write(text, texts.used);
  pooled.textStarts[number] = texts.used;
  pooled.textLengths[number] = length;
  texts.used += length;
}

/** Texts that follow one another in `order` and in the pool are copied as one. @returns where they end in `out` */
export function copyTexts(pooled: Pooled, order: Int32Array, out: Buffer, from: number): number {
  const { texts, textStarts, textLengths } = pooled;
  let [at, start, end] = [from, 0, 0];
  for (const number of order) {
    const next = textStarts[number] ?? 0;
    if (next !== end) {
      at += texts.buffer.copy(out, at, start, end);
      start = next;
    }
    end = next + (textLengths[number] ?? 0);
  }
  return at + texts.buffer.copy(out, at, start, end);
}

/** Drops what was left behind, once it is more than `bytes`, which are all that there are of `order`; they follow one another then. */
export function settleTexts(pooled: Pooled, order: Int32Array, bytes: number): void {
  if (pooled.texts.used <= 2 * bytes + 65_536) return;
  const buffer = Buffer.allocUnsafeSlow(bytes);
  copyTexts(pooled, order, buffer, 0);
  pooled.texts = { buffer, used: bytes };
  let at = 0;
  for (const number of order) {
    pooled.textStarts[number] = at;
    at += pooled.textLengths[number] ?? 0;
  }
}
