import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { makeClip } from "./barcode-clip.ts";
import { importFolder, type Session } from "./house.ts";
import { writeTinyDataset } from "./tiny-dataset.ts";

const SIZE = { width: 128, height: 96 };

export interface BarcodeDataset {
  fps: number;
  /** Frames of each episode; all lie in one MP4 with one key frame in 120. */
  episodes: number[];
  /** Each shows the same barcodes: picture k of the file says k. */
  cameras: string[];
}

/** Makes and imports a dataset whose pictures say their own number. @returns its episodes, by number */
export async function importBarcodes(
  page: Page,
  { fps, episodes, cameras }: BarcodeDataset,
): Promise<Session[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "retake-barcode-"));
  try {
    // Named after the temporary folder, so that a second run in the same house finds its own.
    const dataset = path.join(folder, path.basename(folder));
    const clip = path.join(folder, "clip.mp4");
    const frames = episodes.reduce((sum, n) => sum + n, 0);
    await makeClip({ kind: "h264", frames, fps, ...SIZE, target: clip });
    const named = cameras.map((camera) => ({ name: `observation.images.${camera}`, ...SIZE }));
    for (const { name } of named) {
      const target = path.join(dataset, `videos/${name}/chunk-000/file-000.mp4`);
      await mkdir(path.dirname(target), { recursive: true });
      await copyFile(clip, target);
    }
    await writeTinyDataset({ folder: dataset, fps, episodes, signal: (row) => row, cameras: named });
    return await importFolder(page, dataset, path.basename(dataset));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
