import { AppError } from "@retake/core/errors";
import type { Ffmpeg } from "./ffmpeg.ts";
import { findSystemFfmpeg } from "./ffmpeg-system.ts";
import { loadWasmFfmpeg } from "./ffmpeg-wasm.ts";

/**
 * The system's ffmpeg when there is one (faster, more codecs), else the wasm build.
 * @throws AppError `unsupported_media` when neither is there
 */
export async function findFfmpeg(ffmpegPath: string | null): Promise<Ffmpeg> {
  const found = (await findSystemFfmpeg(ffmpegPath)) ?? (await loadWasmFfmpeg());
  if (found !== null) return found;
  throw new AppError(
    "unsupported_media",
    "This video needs a decoder that is not installed. Install ffmpeg (or the package @ffmpeg/core) and try again.",
  );
}
