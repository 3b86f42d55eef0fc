import { AppError } from "@retake/core/errors";

/** A file system's failure in the store's own words; anything that is not one passes unchanged. */
export function translateFsError(thrown: unknown, what: string): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error) || !("code" in thrown)) return thrown;
  const options = { detail: `${what}: ${thrown.message}`, cause: thrown };
  switch (thrown.code) {
    case "ENOENT":
    case "ENOTDIR":
    case "EISDIR":
      return new AppError("not_found", "This stored file was not found.", options);
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new AppError(
        "storage_full",
        "The storage is full. Nothing of this file was kept; what was stored before is safe. Free some space and try again.",
        options,
      );
    default:
      return new AppError(
        "unavailable",
        "The storage did not answer as it should. What was stored before is safe; try again.",
        options,
      );
  }
}

export function hasFsCode(thrown: unknown, ...codes: string[]): boolean {
  return thrown instanceof Error && "code" in thrown && codes.includes(String(thrown.code));
}
