const BLOCK_BYTES = 256 * 1024;

/** The same bytes in fewer pieces: small ones are gathered, large ones pass through uncopied. */
export function* coalesce(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let length = 0;
  for (const chunk of chunks) {
    const large = chunk.byteLength > BLOCK_BYTES / 2;
    if (length > 0 && (large || length + chunk.byteLength > BLOCK_BYTES)) {
      yield block.subarray(0, length);
      block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      length = 0;
    }
    if (large) yield chunk;
    else {
      block.set(chunk, length);
      length += chunk.byteLength;
    }
  }
  if (length > 0) yield block.subarray(0, length);
}
