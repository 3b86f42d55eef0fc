import { notFound } from "@retake/core/errors";
import { hasFsCode } from "../object-store/translate-fs-error.ts";
import { malformed } from "./byte-reader.ts";
import { logPath } from "./file-names.ts";
import { fileSeed, FRAME_BYTES, HEADER_BYTES, readFrame } from "./frame.ts";
import { readFully, type LogDisk, type LogFileHandle } from "./log-disk.ts";
import type { RecordPlace } from "./scan-file.ts";

/** Bytes of one read, unless a single record is larger. */
const READ_BYTES = 1 << 20;
/** Bytes of other sessions' records that are read rather than jumped over. */
const GAP_BYTES = 64 << 10;

/**
 * The payloads of records, in the order given, each checked against its CRC. Holds one read's bytes at a time.
 * @throws AppError `not_found` when a file was deleted meanwhile, `corrupt_data`
 */
export async function* readRecords(
  disk: LogDisk,
  folder: string,
  places: readonly RecordPlace[],
): AsyncGenerator<Buffer> {
  for (const { file, runs } of filesOf(runsOf(places))) {
    const { handle, seed } = await openLogFile(disk, folder, file);
    try {
      for (const run of runs) {
        const bytes = await readFully(handle, Buffer.allocUnsafe(run.end - run.begin), run.begin);
        for (const { offset } of run.places) {
          const frame = readFrame(bytes, offset - FRAME_BYTES, run.begin + bytes.length, seed, run.begin);
          if (frame === null) throw malformed(`file ${file} is damaged at ${offset}`);
          yield frame.payload;
        }
      }
    } finally {
      await handle.close();
    }
  }
}

interface Run {
  file: number;
  begin: number;
  end: number;
  places: RecordPlace[];
}

function* runsOf(places: readonly RecordPlace[]): Generator<Run> {
  let run: Run | null = null;
  for (const place of places) {
    const begin = place.offset - FRAME_BYTES;
    const end = place.offset + place.length;
    const joins =
      run !== null &&
      run.file === place.file &&
      begin - run.end <= GAP_BYTES &&
      end - run.begin <= READ_BYTES;
    if (run !== null && joins) {
      run.end = end;
      run.places.push(place);
      continue;
    }
    if (run !== null) yield run;
    run = { file: place.file, begin, end, places: [place] };
  }
  if (run !== null) yield run;
}

function filesOf(runs: Iterable<Run>): { file: number; runs: Run[] }[] {
  const files: { file: number; runs: Run[] }[] = [];
  for (const run of runs) {
    const last = files.at(-1);
    if (last?.file === run.file) last.runs.push(run);
    else files.push({ file: run.file, runs: [run] });
  }
  return files;
}

async function openLogFile(
  disk: LogDisk,
  folder: string,
  file: number,
): Promise<{ handle: LogFileHandle; seed: number }> {
  const handle = await disk.open(logPath(folder, file), "read").catch((error: unknown) => {
    throw hasFsCode(error, "ENOENT") ? notFound("This part of the log") : error;
  });
  try {
    return { handle, seed: fileSeed(await readFully(handle, Buffer.alloc(HEADER_BYTES), 0)) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
