import { join } from "node:path";
import { type BarcodeClip, makeBarcodeClip } from "@retake/media/barcode-clip";

/**
 * Makes the barcode clips of packages/media/test/fixtures that ffmpeg's wasm build can encode.
 * Run: `node --import tsx tools/make-sample/src/make-clip-fixtures.ts`
 */

const folder = join(import.meta.dirname, "../../../packages/media/test/fixtures");
/** Gaps of 1, 2 and 3 thirtieths of a second, as of a camera that drops pictures. */
const IRREGULAR = ["-vf", "setpts=(2*N-mod(N\\,3))/(30*TB)", "-vsync", "passthrough"];

const clips: Record<string, Pick<BarcodeClip, "kind" | "extra">> = {
  "h264-bframes.mp4": { kind: "h264" },
  "h264-irregular.mp4": { kind: "h264", extra: IRREGULAR },
  "h264-444.mp4": { kind: "h264_444" },
  "mpeg4-open-groups.mp4": { kind: "mpeg4" },
};

for (const [name, clip] of Object.entries(clips)) {
  await makeBarcodeClip({ ...clip, frames: 75, fps: 30, width: 96, height: 96, target: join(folder, name) });
  console.log(name);
}
