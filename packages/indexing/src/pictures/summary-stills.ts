import type { Still } from "@retake/ai/openai";
import type { EpisodeMeta } from "@retake/ai/types";
import { STRIP_FRAMES } from "@retake/media/stills";
import sharp from "sharp";
import { episodeStrip, type PictureParts } from "./episode-stills.ts";

/** Of the filmstrip's frames: the first, two between, the last. */
const CHOSEN = [0, 2, 5, 7];

/** Four small pictures of the episode's first camera; none where there are none to be had. */
export async function summaryStills(
  parts: PictureParts,
  episodeId: string,
  { durationS, cameras }: Pick<EpisodeMeta, "durationS" | "cameras">,
): Promise<Still[]> {
  const strip = await episodeStrip(parts, episodeId).catch(() => null);
  if (strip === null) return [];
  const { width, height } = await sharp(strip).metadata();
  const tile = Math.floor(width / STRIP_FRAMES);
  return Promise.all(
    CHOSEN.map(async (n): Promise<Still> => ({
      time: Math.round((100 * durationS * n) / (STRIP_FRAMES - 1)) / 100,
      camera: cameras[0] ?? "camera",
      jpeg: await sharp(strip)
        .extract({ left: n * tile, top: 0, width: tile, height })
        .jpeg()
        .toBuffer(),
    })),
  );
}
