import type { DatasetFiles } from "../source/dataset-files.ts";
import type { EpisodeRow } from "./episode-row.ts";
import type { DatasetInfo } from "./read-info.ts";
import { expandTemplate, parseTemplate, type Template, type TemplateValues } from "./template.ts";

const DATA_V3 = parseTemplate("data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet");
const DATA_V2 = parseTemplate("data/chunk-{episode_chunk:03d}/episode_{episode_index:06d}.parquet");
const VIDEO_V3 = parseTemplate("videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4");
const VIDEO_V2 = parseTemplate(
  "videos/chunk-{episode_chunk:03d}/{video_key}/episode_{episode_index:06d}.mp4",
);

/**
 * Finds an episode's files among those that exist. The pattern of info.json is asked first, then lerobot's own ones,
 * then the names themselves: patterns with swapped fields and folders called `video` were all seen.
 */
export class FileLocator {
  readonly #files: DatasetFiles;
  readonly #info: DatasetInfo;
  readonly #byEpisode = new Map<number, string>();
  readonly #videoByEpisode = new Map<string, string>();

  constructor(files: DatasetFiles, info: DatasetInfo) {
    this.#files = files;
    this.#info = info;
    for (const path of [...files.sizes.keys(), ...files.refused.keys()]) {
      const number = /\/episode[-_](\d{1,9})\.(parquet|mp4)$/.exec(path);
      if (number === null) continue;
      if (number[2] === "parquet" && !path.startsWith("meta/")) this.#byEpisode.set(Number(number[1]), path);
      if (number[2] === "mp4") {
        for (const part of path.split("/")) this.#videoByEpisode.set(`${part}\0${Number(number[1])}`, path);
      }
    }
  }

  /** The file that should hold an episode's frames, or null. @throws AppError `path_refused` for a hostile number */
  dataFile(row: EpisodeRow): string | null {
    const values = this.#values(row, row.dataFile);
    return (
      this.#first([this.#info.dataPath, row.dataFile === null ? null : DATA_V3, DATA_V2], values) ??
      this.#byEpisode.get(row.index) ??
      null
    );
  }

  /** Whether a data file is named for one episode. */
  static isEpisodeFile(path: string): boolean {
    return /\/episode[-_]\d+\.parquet$/.test(path);
  }

  /** A camera's video, and where it was looked for. @throws AppError `path_refused` */
  videoFile(row: EpisodeRow, camera: string): { path: string | null; expected: string } {
    const place = row.videos.get(camera) ?? null;
    const values = { ...this.#values(row, place), video_key: camera };
    const templates = [this.#info.videoPath, place === null ? null : VIDEO_V3, VIDEO_V2];
    const wanted = templates.map((template) => (template === null ? null : expandTemplate(template, values)));
    const found = wanted
      .flatMap((path) => (path === null ? [] : this.#spellings(path)))
      .find((path) => this.#exists(path));
    const byName = place === null ? this.#videoByEpisode.get(`${camera}\0${row.index}`) : undefined;
    return {
      path: found ?? byName ?? null,
      expected: wanted.find((path) => path !== null) ?? `videos/${camera}`,
    };
  }

  #values(row: EpisodeRow, place: { chunk: number; file: number } | null): TemplateValues {
    const chunk = place?.chunk ?? Math.floor(row.index / this.#info.chunksSize);
    const file = place?.file ?? row.index;
    // Fields under each other's names were seen in both layouts.
    return {
      chunk_index: chunk,
      file_index: file,
      episode_chunk: Math.floor(row.index / this.#info.chunksSize),
      episode_index: row.index,
      chunk,
      file,
      episode: row.index,
    };
  }

  #first(templates: readonly (Template | null)[], values: TemplateValues): string | null {
    for (const template of templates) {
      const path = template === null ? null : expandTemplate(template, values);
      if (path !== null && this.#exists(path)) return path;
    }
    return null;
  }

  #spellings(path: string): string[] {
    return path.startsWith("videos/") ? [path, path.replace("videos/", "video/")] : [path];
  }

  #exists(path: string): boolean {
    return this.#files.sizes.has(path) || this.#files.refused.has(path);
  }
}
