/** A message or a schema that cannot be read; `message` is for the person who added the source. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}
