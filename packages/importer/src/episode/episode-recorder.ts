import { mergeStatistics } from "@retake/telemetry/statistics";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TopicColumns, TopicSummary, WrittenSegment } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import type { EpisodeRow } from "../layout/episode-row.ts";
import type { Warnings } from "../layout/import-warning.ts";
import type { TaskTable } from "../layout/read-tasks.ts";
import { brokenParquet } from "../parquet/broken-parquet.ts";
import type { ColumnSlices } from "../parquet/parquet-table.ts";
import { readNumbers } from "../parquet/read-numbers.ts";
import type { ColumnPlan } from "./column-plan.ts";
import type { ColumnRecorder, RowTimes } from "./column-recorder.ts";
import type { EpisodeContent, RecordedPictures, RecordedTopic } from "./episode-content.ts";
import { PictureRecorder } from "./picture-recorder.ts";
import { RowClock } from "./row-clock.ts";
import { SignalRecorder } from "./signal-recorder.ts";
import { subtaskTopics } from "./subtask-topics.ts";
import { PersistentRecorder, TextRecorder, WordRunsRecorder } from "./text-recorders.ts";

export interface RecorderOptions {
  store: ObjectStore;
  episodeId: string;
  row: EpisodeRow;
  plan: readonly ColumnPlan[];
  fps: number;
  tasks: TaskTable;
  subtasks: TaskTable;
  /** Topics of cameras whose pictures are in video files: they get a sample per row, without bytes. */
  videoTopics: readonly string[];
  warnings: Warnings;
}

/** A segment is written whenever this much is held, so that an episode of a day costs no more memory than one of a minute. */
const PART_BYTES = 48 << 20;
const PART_ROWS = 1_000_000;
const REWARD_TOPICS = new Set(["/next/reward", "/reward"]);
const SUCCESS_TOPICS = new Set(["/next/success", "/success"]);

/** Gathers the rows of one episode and writes them out as segments and picture blobs. */
export class EpisodeRecorder {
  readonly #options: RecorderOptions;
  readonly #clock: RowClock;
  readonly #recorders = new Map<string, ColumnRecorder[]>();
  readonly #pictures: PictureRecorder[] = [];
  readonly #topics = new Map<string, RecordedTopic>();
  readonly #segments: WrittenSegment[] = [];
  #taskRuns: WordRunsRecorder | null = null;
  #partRows = 0;
  #rows = 0;
  #firstTime = 0;
  #lastTime = 0;
  #success: boolean | null = null;
  #reward: number | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#clock = new RowClock(options.fps, options.warnings);
    for (const plan of options.plan) this.#recorders.set(plan.name, this.#recordersOf(plan));
  }

  #recordersOf(plan: ColumnPlan): ColumnRecorder[] {
    const { store, episodeId, tasks, subtasks, warnings } = this.#options;
    switch (plan.kind) {
      case "signal": {
        const signal = new SignalRecorder(plan, warnings);
        const isTaskNumber =
          plan.name.startsWith("annotation.") && plan.type === "int64" && plan.leaf.maxRepetition === 0;
        return isTaskNumber
          ? [signal, new WordRunsRecorder(`${plan.topic}/text`, plan.leaf, tasks, true)]
          : [signal];
      }
      case "task":
        this.#taskRuns = new WordRunsRecorder("/task", plan.leaf, tasks, false);
        return [this.#taskRuns];
      case "subtask":
        return [new WordRunsRecorder("/subtask", plan.leaf, subtasks, true)];
      case "text":
      case "words":
        return [new TextRecorder(plan)];
      case "persistent":
        return [new PersistentRecorder(plan)];
      case "picture":
      case "pixels": {
        const pictures = new PictureRecorder(plan, store, episodeId);
        this.#pictures.push(pictures);
        return [pictures];
      }
      case "timestamp":
      case "frame":
        return [];
    }
  }

  async add(taken: ReadonlyMap<string, ColumnSlices>, rows: number): Promise<void> {
    for (const plan of this.#options.plan) {
      const slices = taken.get(plan.name);
      if (slices === undefined) continue;
      if (plan.kind === "timestamp") this.#clock.addStamps(readNumbers(plan.leaf, slices[0] ?? []));
      if (plan.kind === "frame") this.#clock.addFrames(readNumbers(plan.leaf, slices[0] ?? []));
      for (const recorder of this.#recorders.get(plan.name) ?? []) await recorder.add(slices, rows);
    }
    this.#partRows += rows;
    if (this.#held > PART_BYTES || this.#partRows >= PART_ROWS) await this.#closePart();
  }

  get #held(): number {
    let bytes = 0;
    for (const recorders of this.#recorders.values())
      for (const recorder of recorders) bytes += recorder.bytes;
    return bytes;
  }

  async #closePart(): Promise<void> {
    const times = this.#clock.take(this.#partRows);
    const topics: TopicColumns[] = [];
    for (const recorders of this.#recorders.values())
      for (const recorder of recorders) topics.push(...recorder.take(times));
    topics.push(...this.#videoRows(times));
    if (this.#segments.length === 0) {
      this.#firstTime = times.t[0] ?? 0;
      topics.push(...subtaskTopics(this.#options.row.subtasks, times, topics));
    }
    this.#lastTime = times.t.at(-1) ?? 0;
    this.#rows += this.#partRows;
    this.#partRows = 0;
    for (const topic of topics) this.#noteOutcome(topic);
    const { store, episodeId } = this.#options;
    const segment = await writeSegment(store, { episodeId, part: this.#segments.length, topics });
    this.#segments.push(segment);
    for (const summary of segment.topics) this.#merge(summary);
  }

  #videoRows({ t, frame }: RowTimes): TopicColumns[] {
    return this.#options.videoTopics.map((name) => ({
      name,
      type: "image",
      shape: [],
      dims: 0,
      t,
      frame,
      values: [],
    }));
  }

  #noteOutcome({ name, type, dims, values }: TopicColumns): void {
    if (type === "string" || type === "image") return;
    if (SUCCESS_TOPICS.has(name)) {
      const last = Array.from(values.slice(values.length - dims), Number);
      this.#success = last.some((value) => value !== 0 && !Number.isNaN(value));
    }
    if (REWARD_TOPICS.has(name)) {
      let sum = this.#reward ?? 0;
      for (const value of values) if (Number.isFinite(Number(value))) sum += Number(value);
      this.#reward = sum;
    }
  }

  #merge(summary: TopicSummary): void {
    const known = this.#topics.get(summary.name);
    if (known === undefined) return void this.#topics.set(summary.name, summary);
    const statistics = [known.statistics, summary.statistics].filter((part) => part !== null);
    this.#topics.set(summary.name, {
      ...known,
      count: known.count + summary.count,
      lastTime: summary.lastTime,
      statistics: mergeStatistics(statistics),
    });
  }

  /** Makes everything durable. @throws AppError `corrupt_data` for an episode without a single row */
  async finish(): Promise<EpisodeContent> {
    if (this.#partRows > 0) await this.#closePart();
    if (this.#rows === 0) throw brokenParquet("holds no row of it");
    const pictures = new Map<string, RecordedPictures>();
    for (const recorder of this.#pictures) {
      const key = await recorder.finish();
      const { count, width, height, problem } = recorder;
      pictures.set(recorder.plan.topic, { key, count, width, height, problem });
    }
    return {
      rows: this.#rows,
      firstTime: this.#firstTime,
      lastTime: this.#lastTime,
      segments: this.#segments,
      topics: this.#topics,
      pictures,
      taskNumbers: this.#taskRuns?.used.map(([index]) => index) ?? [],
      success: this.#success,
      reward: this.#reward,
    };
  }

  /** Drops the pictures that are not yet durable; harmless after `finish`. */
  async abort(): Promise<void> {
    for (const pictures of this.#pictures) await pictures.abort();
  }
}
