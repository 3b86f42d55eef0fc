const BLOCK_BYTES = 256 * 1024;

/**
 * The same bytes in fewer pieces: small ones are gathered, large ones pass through uncopied. A block has the size of what
 * is in it: most segments are far smaller than one. A chunk must not change before all are taken.
 */
export function* coalesce(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  for (const chunk of chunks) {
    const large = chunk.byteLength > BLOCK_BYTES / 2;
    if (length > 0 && (large || length + chunk.byteLength > BLOCK_BYTES)) {
      yield Buffer.concat(gathered, length);
      gathered = [];
      length = 0;
    }
    if (large) yield chunk;
    else {
      gathered.push(chunk);
      length += chunk.byteLength;
    }
  }
  if (length > 0) yield Buffer.concat(gathered, length);
}
