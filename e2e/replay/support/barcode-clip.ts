import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { BarcodeClip } from "@retake/media/barcode-clip";

const run = promisify(execFile);

/** Makes the clip in a process of its own: the encoder starts TypeScript workers, for which the browser test runner has no loader. */
export async function makeClip(clip: BarcodeClip): Promise<void> {
  const main = path.join(import.meta.dirname, "barcode-clip-main.ts");
  await run(process.execPath, ["--import", "tsx", main, JSON.stringify(clip)], { timeout: 120_000 });
}
