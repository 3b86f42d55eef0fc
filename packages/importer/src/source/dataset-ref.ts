import { AppError } from "@retake/core/errors";
import { isHubId } from "@retake/core/ids";

/** What `--dataset` and `POST /imports` may name. */
export type DatasetRef = { kind: "hub"; id: string } | { kind: "folder"; path: string };

const LENGTH_MAX = 1_024;
/** Names that are devices on Windows, whatever their ending. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;

/**
 * Reads a hub id (`lerobot/pusht`) or the absolute path of a folder. Nothing else: a path that climbs, an encoded
 * slash or a look-alike letter is refused here, before any file or address is touched.
 * @throws AppError `path_refused`, `bad_request`
 */
export function parseDatasetRef(text: string): DatasetRef {
  if (text.length > LENGTH_MAX)
    throw new AppError("bad_request", `A dataset's name has at most ${LENGTH_MAX} characters.`);
  if (/\p{Cc}/u.test(text))
    throw new AppError("path_refused", "A dataset's name holds no control characters.");
  if (text.startsWith("/")) {
    if (text.split("/").includes("..")) {
      throw new AppError("path_refused", "A folder is named by its absolute path, without `..`.");
    }
    return { kind: "folder", path: text };
  }
  if (text.includes("..") || /%2e|%2f|%5c/i.test(text) || text.startsWith("~") || text.includes("\\")) {
    throw new AppError("path_refused", "This is neither a hub id nor the absolute path of a folder.");
  }
  if (text.split("/").some((part) => DEVICE_NAME.test(part))) {
    throw new AppError("path_refused", "This name is reserved by an operating system.");
  }
  if (!isHubId(text)) {
    throw new AppError(
      "bad_request",
      "A dataset is a hub id like lerobot/pusht (letters, digits, '.', '_', '-'), or the absolute path of a folder.",
    );
  }
  return { kind: "hub", id: text };
}
