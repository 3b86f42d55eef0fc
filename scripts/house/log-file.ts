import fs from "node:fs";
import path from "node:path";

/** A log and its predecessor together take at most twice this. */
const BYTES_MAX = 10 << 20;

export interface LogFile {
  write: (line: string) => void;
  close: () => void;
}

/** Appends lines; at the bound the file becomes `<name>.log.1`. A disk that is full costs lines, not the program. */
export function openLogFile(folder: string, name: string): LogFile {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.log`);
  let handle = fs.openSync(file, "a", 0o600);
  let bytes = fs.fstatSync(handle).size;
  return {
    write(line) {
      try {
        if (bytes > BYTES_MAX) {
          fs.closeSync(handle);
          fs.renameSync(file, `${file}.1`);
          handle = fs.openSync(file, "a", 0o600);
          bytes = 0;
        }
        bytes += fs.writeSync(handle, `${line}\n`);
      } catch {
        bytes += line.length;
      }
    },
    close: () => fs.closeSync(handle),
  };
}
