import fs from "node:fs";
import path from "node:path";

/**
 * A folder with all on the way to it. Node's own `recursive` never returns where a folder is there and takes none, as `/proc` does.
 * @throws what `mkdir` says of the first that cannot be made
 */
export function makeFolders(folder: string): void {
  if (fs.existsSync(folder)) return;
  makeFolders(path.dirname(folder));
  try {
    fs.mkdirSync(folder, { mode: 0o755 });
  } catch (error) {
    // Another start may have been quicker.
    if (!fs.existsSync(folder)) throw error;
  }
}
