import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { STRIP_FRAMES, type Stills } from "@retake/media/stills";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import sharp from "sharp";

/** A still as the descriptor takes it. */
export interface RawStill {
  rgb: Uint8Array;
  width: number;
  height: number;
}

export interface Filmstrip {
  /** Dataset and task. */
  kind: string;
  stills: RawStill[];
}

interface Span {
  kind: string;
  file: string;
  firstFrame: number;
  frames: number;
}

/** Stills of every episode of a LeRobot dataset by one camera, as the worker makes them. */
export async function filmstrips(folder: string, camera: string, stills: Stills): Promise<Filmstrip[]> {
  const spans = await videoSpans(folder, camera);
  return Promise.all(
    spans.map(async ({ kind, ...span }) => {
      const hash = createHash("sha256").update(span.file).digest("hex");
      return { kind, stills: await cut(await stills.strip({ ...span, hash })) };
    }),
  );
}

/** Version 2 has a video per episode, version 3 spans of shared ones. */
async function videoSpans(folder: string, camera: string): Promise<Span[]> {
  const info = JSON.parse(readFileSync(join(folder, "meta/info.json"), "utf8")) as { fps: number };
  const tasks = await tasksOf(folder);
  const kind = (episode: number): string => `${folder.split("/").at(-1)} task ${tasks.get(episode)?.task}`;
  const videos = filesUnder(join(folder, "videos")).filter((file) => file.includes(`/${camera}/`));
  const list = filesUnder(join(folder, "meta/episodes"));
  if (list.length === 0)
    return videos.map((file, episode) => ({
      kind: kind(episode),
      file,
      firstFrame: 0,
      frames: tasks.get(episode)?.frames ?? 1,
    }));
  const rows = await readRows(list);
  return rows.map((row) => {
    const episode = Number(row["episode_index"]);
    return {
      kind: kind(episode),
      file: videos[Number(row[`videos/${camera}/file_index`])] ?? "",
      firstFrame: Math.round(Number(row[`videos/${camera}/from_timestamp`]) * info.fps),
      frames: tasks.get(episode)?.frames ?? 1,
    };
  });
}

async function tasksOf(folder: string): Promise<Map<number, { task: string; frames: number }>> {
  const found = new Map<number, { task: string; frames: number }>();
  for (const row of await readRows(filesUnder(join(folder, "data")), ["episode_index", "task_index"])) {
    const episode = Number(row["episode_index"]);
    const frames = (found.get(episode)?.frames ?? 0) + 1;
    found.set(episode, { task: String(row["task_index"]), frames });
  }
  return found;
}

async function readRows(files: string[], columns?: string[]): Promise<Record<string, unknown>[]> {
  const parts = files.map(async (file) =>
    parquetReadObjects({
      file: await asyncBufferFromFile(file),
      compressors,
      ...(columns === undefined ? {} : { columns }),
    }),
  );
  return (await Promise.all(parts)).flat();
}

function filesUnder(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
    return names.filter((name) => /\.(mp4|parquet)$/.test(name)).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

async function cut(jpeg: Uint8Array): Promise<RawStill[]> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const width = Math.floor(info.width / STRIP_FRAMES);
  return Array.from({ length: STRIP_FRAMES }, (_, tile) => {
    const rows = Array.from({ length: info.height }, (_row, y) => {
      const at = (y * info.width + tile * width) * 3;
      return data.subarray(at, at + width * 3);
    });
    return { rgb: Buffer.concat(rows), width, height: info.height };
  });
}
