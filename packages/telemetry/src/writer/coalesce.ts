const BLOCK_BYTES = 256 * 1024;

/** The same bytes in fewer pieces: small ones are gathered, large ones pass through uncopied. A piece is valid until the next is taken. */
export function* coalesce(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  const block = new Uint8Array(BLOCK_BYTES);
  let length = 0;
  for (const chunk of chunks) {
    if (length + chunk.byteLength > BLOCK_BYTES && length > 0) {
      yield block.subarray(0, length);
      length = 0;
    }
    if (chunk.byteLength > BLOCK_BYTES / 2) {
      if (length > 0) yield block.subarray(0, length);
      length = 0;
      yield chunk;
    } else {
      block.set(chunk, length);
      length += chunk.byteLength;
    }
  }
  if (length > 0) yield block.subarray(0, length);
}
