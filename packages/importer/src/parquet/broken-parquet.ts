import { AppError } from "@retake/core/errors";

/** A Parquet file that cannot be read, in words that fit after "its data file ". */
export function brokenParquet(reason: string, cause?: unknown): AppError {
  return new AppError("corrupt_data", reason, { cause });
}

/** Runs a decoder on untrusted bytes; whatever it throws means that the bytes are broken. */
export function decoding<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw brokenParquet(`has a damaged ${what}`, thrown);
  }
}
