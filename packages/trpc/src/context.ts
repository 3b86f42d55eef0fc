import type { Db } from "@retake/db";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { Actor } from "./actor.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import type { InspectionView } from "./schemas/imports.ts";

/** Everything the verbs work with, made once by the process that serves them. */
export interface Services {
  db: Db;
  store: ObjectStore;
  reader: TelemetryReader;
  catalogue: Catalogue;
  jobs: ImportQueue;
  signals: Signals;
  passwords: Passwords;
  sources: DatasetSources;
  attempts: AttemptLimiter;
  now(): Date;
}

/** What one request adds to the services. */
export interface Context extends Services {
  actor: Actor;
  /** Client address for rate limits, as the front saw it. */
  address: string;
  /** Gives the caller's own browser a cookie that outlives a raised session version; absent where no header can be sent. */
  renewLogin: ((sessionVersion: number) => Promise<void>) | null;
}

export interface ImportQueue {
  /** Puts the stored job in the queue of the worker. */
  enqueue(jobId: string): Promise<void>;
}

/** Wake-ups from Postgres. They carry ids, never data. */
export interface Signals {
  /** True while the listener is connected: what is cached may be believed. */
  readonly connected: boolean;
  /** @returns a function that stops listening */
  on(channel: SignalChannel, wake: (payload: string) => void): () => void;
  /** Called after a gap, in which any number of wake-ups may have been missed. */
  onGap(forget: () => void): () => void;
}

export type SignalChannel = "episode" | "import" | "login" | "token";

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for a missing hash as for a wrong password. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** Datasets that could be imported: looked at, never changed. */
export interface DatasetSources {
  inspect(request: { dataset: string; revision?: string }): Promise<InspectionView>;
  folders(path: string | null): Promise<FolderListing>;
}

export interface FolderListing {
  path: string;
  parent: string | null;
  folders: { name: string; path: string; isDataset: boolean }[];
}

export interface AttemptLimiter {
  /** @throws AppError `rate_limited` once `key` has used up its attempts */
  spend(kind: "password" | "invitation", key: string): Promise<void>;
  /** Forgives what was spent, after a success. */
  forgive(kind: "password" | "invitation", key: string): Promise<void>;
}
