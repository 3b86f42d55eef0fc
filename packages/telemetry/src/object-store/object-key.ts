import { AppError } from "@retake/core/errors";

/** POSIX NAME_MAX is 255 bytes a name; S3 admits 1,024 bytes a key. */
const KEY_LENGTH_MAX = 1_000;
const KEY_PATTERN = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,254})*$/;

/**
 * Refuses every key that could name something outside the store, or that one of the adapters could not hold.
 * @throws AppError `bad_request`
 */
export function checkKey(key: string): void {
  if (key.length > KEY_LENGTH_MAX || !KEY_PATTERN.test(key)) {
    throw new AppError("bad_request", "This is not a name that the object store can hold.", {
      detail: JSON.stringify(key.slice(0, KEY_LENGTH_MAX)),
    });
  }
}

/** A name that is admitted as one part of a key: every other character becomes `_`. */
export function keyPart(text: string): string {
  const part = text.replaceAll(/[^A-Za-z0-9._-]/g, "_").replace(/^[._]+/, "");
  return part === "" ? "_" : part.slice(0, 200);
}
