import { topicOfFeature } from "@retake/core/topics";
import type { EpisodeRow } from "../layout/episode-row.ts";
import type { Warnings } from "../layout/import-warning.ts";
import type { DatasetPlan } from "../layout/dataset-plan.ts";
import type { DeclaredFeature } from "../layout/read-info.ts";
import { whyUnreadable } from "../source/why-unreadable.ts";
import { type CameraSpan, findCameraSpan, type Neighbour } from "./camera-span.ts";
import type { LibraryVideo, VideoLibrary } from "./video-library.ts";

/** A camera whose pictures are in video files, for one episode. */
export interface VideoCamera {
  feature: DeclaredFeature;
  topic: string;
  video: Exclude<LibraryVideo, { problem: string }> | null;
  span: CameraSpan | null;
  problem: string | null;
}

/** Finds every episode's part of every video. Built once for a dataset: the order of episodes in shared files is kept. */
export class CameraFinder {
  readonly #plan: DatasetPlan;
  readonly #library: VideoLibrary;
  readonly #fps: number;
  readonly #neighbours = new Map<string, EpisodeRow[]>();
  /** Those of the file that was asked for last, by camera: a file of thousands of episodes is asked for once for each. */
  readonly #described = new Map<string, { rows: readonly EpisodeRow[]; neighbours: readonly Neighbour[] }>();
  readonly cameras: readonly DeclaredFeature[];

  /** @param cameras features whose pictures are looked for in video files */
  constructor(plan: DatasetPlan, library: VideoLibrary, cameras: readonly DeclaredFeature[], fps: number) {
    this.#plan = plan;
    this.#library = library;
    this.#fps = fps;
    this.cameras = cameras;
    for (const row of plan.episodes) {
      for (const [camera, { chunk, file }] of row.videos) {
        const key = fileKey(camera, chunk, file);
        const rows = this.#neighbours.get(key);
        if (rows === undefined) this.#neighbours.set(key, [row]);
        else rows.push(row);
      }
    }
    for (const [key, rows] of this.#neighbours) {
      const camera = key.split("\0")[0] ?? "";
      rows.sort(
        (a, b) => (a.videos.get(camera)?.from ?? 0) - (b.videos.get(camera)?.from ?? 0) || a.index - b.index,
      );
    }
  }

  /** @param rows frames that the episode really has */
  async find(row: EpisodeRow, rows: number, warnings: Warnings, signal: AbortSignal): Promise<VideoCamera[]> {
    const found: VideoCamera[] = [];
    for (const feature of this.cameras) found.push(await this.#find(feature, row, rows, warnings, signal));
    return found;
  }

  async #find(
    feature: DeclaredFeature,
    row: EpisodeRow,
    rows: number,
    warnings: Warnings,
    signal: AbortSignal,
  ): Promise<VideoCamera> {
    const camera = { feature, topic: topicOfFeature(feature.name), video: null, span: null };
    const { path, expected } = this.#plan.locator.videoFile(row, feature.name);
    if (path === null) {
      const why = whyUnreadable(this.#plan.files, expected) ?? `${expected} is not there`;
      return { ...camera, problem: `${why}.` };
    }
    const video = await this.#library.open(path, signal);
    if ("problem" in video) return { ...camera, problem: video.problem };
    const span = this.#span(feature.name, row, rows, video.probe);
    if (span === null) return { ...camera, problem: `${path} ends before this episode begins.` };
    if (span.frames !== rows) {
      const message = `${feature.name} has ${span.frames} pictures for ${rows} rows; they are matched by time.`;
      warnings.add("frame_count_differs", message);
    }
    return { ...camera, video, span, problem: null };
  }

  #span(
    camera: string,
    row: EpisodeRow,
    rows: number,
    probe: { times: Float64Array; endTime: number },
  ): CameraSpan | null {
    const place = row.videos.get(camera);
    const shared =
      place === undefined ? [row] : (this.#neighbours.get(fileKey(camera, place.chunk, place.file)) ?? [row]);
    const position = shared.indexOf(row);
    const described = this.#describe(camera, shared);
    const own = { ...neighbourOf(camera, row), length: row.length ?? rows };
    const neighbours = row.length === null ? described.with(position, own) : described;
    const { times, endTime } = probe;
    return findCameraSpan({ times, endTime, rows, neighbours, position, fps: this.#fps });
  }

  #describe(camera: string, rows: readonly EpisodeRow[]): readonly Neighbour[] {
    const known = this.#described.get(camera);
    if (known?.rows === rows) return known.neighbours;
    const neighbours = rows.map((row) => neighbourOf(camera, row));
    this.#described.set(camera, { rows, neighbours });
    return neighbours;
  }
}

function neighbourOf(camera: string, { length, videos }: EpisodeRow): Neighbour {
  const { from = null, to = null } = videos.get(camera) ?? {};
  return { length, from, to };
}

function fileKey(camera: string, chunk: number, file: number): string {
  return `${camera}\0${chunk}\0${file}`;
}
