import { AppError } from "@retake/core/errors";

/** A fault of a file in words that go after its name: "ends too early", "cannot be read (ENOENT)". */
export function describeFault(thrown: unknown): string {
  if (thrown instanceof AppError) return thrown.message.replace(/\.$/, "");
  if (thrown instanceof Error && "code" in thrown && typeof thrown.code === "string") {
    return `cannot be read (${thrown.code})`;
  }
  return "cannot be read";
}

/** Faults of the machine or the wish to stop, which no file is to blame for: they end the import. */
export function isOurFault(thrown: unknown): boolean {
  if (thrown instanceof AppError) {
    return ["cancelled", "storage_full", "unavailable", "internal", "conflict"].includes(thrown.code);
  }
  if (thrown instanceof Error && "code" in thrown) {
    return ["ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "EIO", "EROFS"].includes(String(thrown.code));
  }
  return false;
}
