import type { RoomHost } from "@retake/collab/room-host";
import type { PullRules } from "@retake/core/pull-address";
import type { Db } from "@retake/db";
import type { ImportQueue } from "@retake/db/jobs";
import type { Listener } from "@retake/db/notify";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { Actor } from "./actor.ts";
import type { CameraRecord, Catalogue, CatalogueEpisode } from "./catalogue/catalogue.ts";
import type { LiveBoard } from "./live/live-board.ts";
import type { MapBoard } from "./map/map-board.ts";
import type { PeopleBoard } from "./presence/people-board.ts";
import type { Mark } from "./schemas/episodes.ts";
import type { SearchParts } from "./search/search-parts.ts";
import type { Backlog } from "./streams/backlog.ts";
import type { InspectionView } from "./schemas/imports.ts";

export type { Backlog } from "./streams/backlog.ts";

/** Everything the verbs work with, made once by the process that serves them. */
export interface Services {
  db: Db;
  store: ObjectStore;
  reader: TelemetryReader;
  catalogue: Catalogue;
  jobs: ImportQueue;
  /** Wake-ups from Postgres. */
  signals: Listener;
  /** What robots record now, as the register has it. */
  live: LiveBoard;
  /** The maps of workspaces, as they are sent. */
  maps: MapBoard;
  /** What robots record now, as the log has it: newer by what is not in the register yet. */
  tail: LiveTail;
  sources: DatasetSources;
  attempts: AttemptLimiter;
  pictures: FramePictures;
  /** The shared documents of episodes: labels change through them and no other way. */
  rooms: Pick<RoomHost, "asOf" | "change" | "changeMany">;
  /** Who has which episode open or selected. */
  people: PeopleBoard;
  /** Vectors and questions, for search and similarity. */
  search: SearchParts;
  /** Which Foxglove servers may be recorded. */
  pullRules: PullRules;
  /** The configured model server, without its key; null: none is. */
  modelServer: ModelServerView | null;
  /** Where robots connect, on the host that pages come from. */
  ingestPort: number;
  now(): Date;
}

/** What may be told of a model server. */
export interface ModelServerView {
  address: string;
  embeddingModel: string;
  chatModel: string | null;
}

/** What one request adds to the services. */
export interface Context extends Services {
  actor: Actor;
  /** Client address for rate limits, as the front saw it. */
  address: string;
  /** Gives the caller's own browser a cookie that outlives a raised session version; absent where no header can be sent. */
  renewLogin: ((sessionVersion: number) => Promise<void>) | null;
  /** What the caller has not read yet; null where a slow reader slows its own answer. */
  backlog: Backlog | null;
}

/** The log of live recordings, as far as streams need it. */
export interface LiveTail {
  /** Takes in what was written until now. */
  refresh(): Promise<void>;
  /** Null for what is not in the log (any more). */
  session(episodeId: string): {
    /** The number that the next message will have. */
    headSeq: number;
    /** The robot's time of the last message; null before the first. */
    headTime: number | null;
    /** Marks so far; when it has not changed neither have they. */
    markCount: number;
  } | null;
  /** Marks that are in the log: at least those that are not stored yet. */
  marks(episodeId: string): readonly Mark[];
  /** Called when any recording has grown. @returns a function that stops */
  onAdvance(wake: () => void): () => void;
}

/** Datasets that could be imported: looked at, never changed. */
export interface DatasetSources {
  inspect(request: { dataset: string; revision?: string }): Promise<InspectionView>;
  folders(path: string | null): Promise<FolderListing>;
}

export interface FolderListing {
  path: string;
  parent: string | null;
  folders: ListedFolder[];
  shortcuts: ListedFolder[];
}

interface ListedFolder {
  name: string;
  path: string;
  isDataset: boolean;
}

export interface AttemptLimiter {
  /** @throws AppError `rate_limited` once `key` has used up its attempts */
  spend(kind: "password" | "invitation", key: string): Promise<void>;
  /** Takes back one try that was no guess. */
  refund(kind: "password" | "invitation", key: string): Promise<void>;
  /** Forgives everything spent under the key, after a success that proves who holds it. */
  forgive(kind: "password" | "invitation", key: string): Promise<void>;
}

export interface FramePictures {
  /** Frame `k` of the episode as JPEG. @throws AppError `not_found` beyond its frames */
  frame(
    episode: CatalogueEpisode,
    camera: CameraRecord,
    k: number,
    width: number | null,
  ): Promise<Uint8Array>;
}
