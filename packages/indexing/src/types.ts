import type { Embedder } from "@retake/ai/types";
import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { AnchorStore } from "./map/anchors.ts";

export type Stage = "episodes" | "texts" | "pictures" | "map" | "summaries";

export type MapKind = "motion" | "text" | "visual";

export const MAP_KINDS: readonly MapKind[] = ["motion", "text", "visual"];

type Fields = Record<string, unknown>;

export interface IndexLog {
  error: (event: string, fields?: Fields) => void;
  warn: (event: string, fields?: Fields) => void;
  info: (event: string, fields?: Fields) => void;
  debug: (event: string, fields?: Fields) => void;
}

export interface IndexProgress {
  workspaceId: string;
  stage: Stage;
  done: number;
  total: number;
}

/** What a pass did, in rows written. A second pass over the same things gives zeros. */
export interface IndexCounts {
  /** Telemetry read, and all that follows from it made again. */
  episodes: number;
  /** Only what people said of them had changed. */
  refreshed: number;
  /** Vectors of texts that were computed. */
  texts: number;
  /** Motion vectors made again because their space was fitted anew. */
  motions: number;
  pictures: number;
  summaries: number;
  /** Layouts fitted, and points put among their neighbours without a fit. */
  layouts: number;
  placed: number;
  /** Episodes of which something could not be understood. */
  failed: number;
}

export interface IndexerOptions {
  db: Db;
  store: ObjectStore;
  /** Absent: one of its own. */
  reader?: TelemetryReader;
  /** Without key or network; its vectors are made for every text, whatever else is configured. */
  embedder: Embedder;
  openai?: Config["openai"];
  ffmpegPath?: string | null;
  log: IndexLog;
  /** Episodes a page. */
  batchSize?: number;
}

/** What every stage works with. */
export interface Parts {
  db: Db;
  store: ObjectStore;
  reader: TelemetryReader;
  local: Embedder;
  openai: Config["openai"];
  ffmpegPath: string | null;
  log: IndexLog;
  batchSize: number;
  /** Of the maps that were placed into last. */
  anchors: AnchorStore;
}

/** One pass over one workspace. */
export interface Pass {
  workspaceId: string;
  signal: AbortSignal;
  counts: IndexCounts;
  /** Says how far a stage is. */
  tell: (stage: Stage, done: number, total: number) => Promise<void>;
  /** A pass beside a long job of another: it only brings new episodes to where they are found, and lays nothing out. */
  isQuick: boolean;
  /** Waits for a long job, and meanwhile does what is urgent. */
  beside: <T>(job: Promise<T>) => Promise<T>;
  /** Whether something more urgent waits: long stages of low priority end early then, and are taken up again. */
  hurried: () => boolean;
}

export function noCounts(): IndexCounts {
  return {
    episodes: 0,
    refreshed: 0,
    texts: 0,
    motions: 0,
    pictures: 0,
    summaries: 0,
    layouts: 0,
    placed: 0,
    failed: 0,
  };
}
