import * as fs from "node:fs";
import { AppError } from "@retake/core/errors";
import { hasFsCode, translateFsError } from "../object-store/translate-fs-error.ts";

/** @throws AppError `not_found` */
export function openFile(path: string, key: string): number {
  try {
    return fs.openSync(path, "r");
  } catch (error) {
    if (!hasFsCode(error, "ENOENT")) throw translateFsError(error, key);
    throw new AppError("not_found", "The samples of this episode were not found.", {
      detail: key,
      cause: error,
    });
  }
}

export function wrongSize(key: string, size: number | string, bytes: number): AppError {
  return new AppError("corrupt_data", "A stored segment has not the size it was written with.", {
    detail: `${key}: ${size} bytes instead of ${bytes}`,
  });
}
