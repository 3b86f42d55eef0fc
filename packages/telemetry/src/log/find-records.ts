import { notFound } from "@retake/core/errors";
import { hasFsCode } from "../object-store/translate-fs-error.ts";
import { logPath } from "./file-names.ts";
import type { FileSpan } from "./file-spans.ts";
import { FileWindow } from "./file-window.ts";
import type { LogDisk } from "./log-disk.ts";
import { SessionRecovery } from "./recover-sessions.ts";
import { openWindow, scanFile, type RecordPlace } from "./scan-file.ts";
import { TailIndex } from "./tail-index.ts";

/**
 * Where a session's records lie in a file, as far as the span goes, from `fromSeq` on: found by reading the file.
 * @throws AppError `not_found` when the file was deleted meanwhile; the disk's own errors
 */
export async function findRecords(
  disk: LogDisk,
  folder: string,
  { span, session, fromSeq }: { span: FileSpan; session: string; fromSeq: number },
): Promise<RecordPlace[]> {
  const { file, endOffset } = span;
  const handle = await disk.open(logPath(folder, file), "read").catch((error: unknown) => {
    throw hasFsCode(error, "ENOENT") ? notFound("This part of the log") : error;
  });
  try {
    const window = await FileWindow.over(handle);
    const opened = await openWindow(window, file);
    if (opened === null) return [];
    const found = new SessionRecovery(() => new TailIndex());
    const onRecord = found.add.bind(found);
    await scanFile(window, opened, { end: endOffset, onRecord });
    return found.sessions.get(session)?.index.from(fromSeq) ?? [];
  } finally {
    await handle.close();
  }
}
