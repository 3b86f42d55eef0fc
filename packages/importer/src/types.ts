import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import type { ObjectStore } from "@retake/telemetry/object-store";

export interface ImportRequest {
  /** Hub id, or the absolute path of a folder. */
  dataset: string;
  revision?: string;
  /** Only the first this many episodes. */
  episodes?: number;
  /** Use what was downloaded before; ask the hub for nothing. */
  skipDownload?: boolean;
}

export interface ImportProgress {
  /** `checking`, `downloading`, `episodes`, `publishing` */
  phase: string;
  done: number;
  total: number;
  unit: "files" | "episodes";
  imported: number;
  unchanged: number;
}

export interface ImportOptions {
  db: Db;
  store: ObjectStore;
  workspaceId: string;
  request: ImportRequest;
  hub: Config["hub"];
  /** Folders a dataset may be imported from; null allows every folder the process can read. */
  importRoots: readonly string[] | null;
  progress?: (update: ImportProgress) => void;
  signal?: AbortSignal;
}

export interface ImportResult {
  /** `completed_with_losses`: something the dataset promises did not come in; `warnings` and `quarantined` say what. */
  status: "completed" | "completed_with_losses";
  imported: number;
  unchanged: number;
  quarantined: { episodeIndex: number; reason: string }[];
  warnings: { code: string; message: string }[];
  datasetId: string;
  datasetSlug: string;
}
