import path from "node:path";
import { pullRules } from "@retake/core/pull-address";
import { createDb, type Db } from "@retake/db";
import { createImportQueue, type ImportQueue } from "@retake/db/jobs";
import { createListener, type Listener } from "@retake/db/notify";
import { createStills, type Stills } from "@retake/media/stills";
import { openObjectStore, type ObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader, type TelemetryReader } from "@retake/telemetry/reader";
import { openLogTail, type LogTail } from "@retake/telemetry/tail";
import { createCatalogue } from "@retake/trpc/catalogue";
import type { DatasetSources, LiveTail, Services } from "@retake/trpc/context";
import { createLiveBoard } from "@retake/trpc/live-board";
import { createMapBoard } from "@retake/trpc/map-board";
import { createAttemptLimiter } from "../src/server/attempt-limiter.ts";
import type { FrontConfig } from "./env.ts";
import { createLiveTail } from "./live/live-tail.ts";
import { reportLosses } from "./live/report-losses.ts";
import { createLog, type Log } from "./log.ts";
import { createPictures, type Pictures } from "./media/pictures.ts";
import { createRooms } from "./rooms/rooms.ts";
import { createDatasetSources } from "./sources/dataset-sources.ts";

/** While nobody asks: the first who does then waits for the log of two seconds at most. */
const KEEP_UP_MS = 2_000;

/** What the front is made of. Tests replace parts; nothing else does. */
export interface Parts {
  db: Db;
  listener: Listener;
  store: ObjectStore;
  reader: TelemetryReader;
  stills: Stills;
  /** What robots record and no part holds yet. */
  logTail: LogTail;
  liveTail: LiveTail;
  jobs: ImportQueue;
  sources: DatasetSources;
  log: Log;
  now: () => Date;
}

export interface FrontParts extends Parts {
  services: Services;
  pictures: Pictures;
  rooms: ReturnType<typeof createRooms>;
  close(): Promise<void>;
}

/** Opens whatever was not given; what was given stays its giver's to close. */
export function createParts(config: FrontConfig, given: Partial<Parts>): FrontParts {
  const log = given.log ?? createLog(config.logLevel);
  const db = given.db ?? createDb(config.databaseUrl);
  const listener = given.listener ?? createListener(config.databaseUrl);
  const logTail =
    given.logTail ?? openLogTail({ folder: path.join(config.dataDir, "log"), keepUpMs: KEEP_UP_MS });
  const store = logTail.overlay(given.store ?? openObjectStore(config.storageUrl));
  const reader = given.reader ?? openTelemetryReader({ store });
  const stills = given.stills ?? createStills({ derived: store, ffmpegPath: config.ffmpegPath });
  const jobs =
    given.jobs ?? createImportQueue(db, (error) => log.error("the queue failed", { detail: error.message }));
  const sources = given.sources ?? createDatasetSources(config);
  const now = given.now ?? ((): Date => new Date());
  const catalogue = createCatalogue({ db, signals: listener, tail: logTail });
  const live = createLiveBoard({ db, signals: listener, now });
  const maps = createMapBoard({ db, signals: listener });
  const losses = reportLosses(logTail, log);
  const liveTail = given.liveTail ?? createLiveTail(logTail);
  const attempts = createAttemptLimiter(db);
  const pictures = createPictures({ store, reader, stills });
  const rooms = createRooms({ db, listener, log });
  return {
    db,
    listener,
    store,
    reader,
    stills,
    logTail,
    liveTail,
    jobs,
    sources,
    log,
    now,
    pictures,
    rooms,
    services: {
      db,
      store,
      reader,
      catalogue,
      jobs,
      signals: listener,
      live,
      maps,
      tail: liveTail,
      sources,
      attempts,
      pullRules: pullRules(config.pullHosts, config.host),
      ingestPort: config.ingestPort,
      pictures,
      rooms,
      now,
    },
    async close() {
      losses.stop();
      await rooms.close();
      catalogue.close();
      live.close();
      maps.close();
      if (given.jobs === undefined) await jobs.close();
      if (given.stills === undefined) stills.close();
      if (given.logTail === undefined) logTail.close();
      if (given.reader === undefined) reader.close();
      if (given.listener === undefined) await listener.close();
      if (given.db === undefined) await db.close();
    },
  };
}
