import path from "node:path";
import { createLocalEmbedder } from "@retake/ai/embedder";
import type { Embedder } from "@retake/ai/types";
import { pullRules } from "@retake/core/pull-address";
import { createDb, type Db } from "@retake/db";
import { createImportQueue, type ImportQueue } from "@retake/db/jobs";
import { createListener, type Listener } from "@retake/db/notify";
import { announcePeople } from "@retake/db/rooms";
import { createStills, type Stills } from "@retake/media/stills";
import { openObjectStore, type ObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader, type TelemetryReader } from "@retake/telemetry/reader";
import { openLogTail, type LogTail } from "@retake/telemetry/tail";
import { createCatalogue } from "@retake/trpc/catalogue";
import type { DatasetSources, LiveTail, Services } from "@retake/trpc/context";
import { createLiveBoard } from "@retake/trpc/live-board";
import { createSearchParts } from "@retake/trpc/search-parts";
import { createPeopleBoard } from "@retake/trpc/people-board";
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
/** For short episodes whole: the samples of 10,000 that take a quarter of a minute. */
const SMALL_BYTES_MAX = 128 << 20;

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
  /** What makes vectors of questions without key or network. */
  embedder: Embedder;
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
  const parts = openParts(config, given);
  const { db, listener, store, reader, stills, logTail, liveTail, jobs, sources, embedder, log, now } = parts;
  const catalogue = createCatalogue({ db, signals: listener, tail: logTail, reader });
  const live = createLiveBoard({ db, signals: listener, now });
  const maps = createMapBoard({ db, signals: listener });
  const losses = reportLosses(logTail, log);
  const pictures = createPictures({ store, reader, stills });
  const people = createPeopleBoard({
    signals: listener,
    publish: (payload) => void announcePeople(db.pool, payload).catch(() => undefined),
  });
  const rooms = createRooms({ db, listener, log });
  const search = createSearchParts({ db, signals: listener, local: embedder, server: config.openai });
  return {
    ...parts,
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
      people,
      tail: liveTail,
      sources,
      attempts: createAttemptLimiter(db),
      search,
      modelServer: modelServerView(config.openai),
      pullRules: pullRules(config.pullHosts, config.host),
      ingestPort: config.ingestPort,
      pictures,
      rooms,
      now,
    },
    async close() {
      losses.stop();
      people.close();
      await rooms.close();
      catalogue.close();
      live.close();
      search.close();
      maps.close();
      await closeOwn(parts, given);
    },
  };
}

/** Its key stays where it is. */
function modelServerView(openai: FrontConfig["openai"]): Services["modelServer"] {
  if (openai === null) return null;
  const { baseUrl, embeddingModel, chatModel } = openai;
  return { address: baseUrl ?? "https://api.openai.com/v1", embeddingModel, chatModel };
}

function openParts(config: FrontConfig, given: Partial<Parts>): Parts {
  const log = given.log ?? createLog(config.logLevel);
  const db = given.db ?? createDb(config.databaseUrl);
  const logTail =
    given.logTail ?? openLogTail({ folder: path.join(config.dataDir, "log"), keepUpMs: KEEP_UP_MS });
  const store = logTail.overlay(given.store ?? openObjectStore(config.storageUrl));
  return {
    db,
    listener: given.listener ?? createListener(config.databaseUrl),
    store,
    reader: given.reader ?? openTelemetryReader({ store, smallBytesMax: SMALL_BYTES_MAX }),
    stills: given.stills ?? createStills({ derived: store, ffmpegPath: config.ffmpegPath }),
    logTail,
    liveTail: given.liveTail ?? createLiveTail(logTail),
    jobs:
      given.jobs ??
      createImportQueue(db, (error) => log.error("the queue failed", { detail: error.message })),
    sources: given.sources ?? createDatasetSources(config),
    embedder: given.embedder ?? createLocalEmbedder(),
    log,
    now: given.now ?? ((): Date => new Date()),
  };
}

async function closeOwn(parts: Parts, given: Partial<Parts>): Promise<void> {
  if (given.embedder === undefined) await parts.embedder.close();
  if (given.jobs === undefined) await parts.jobs.close();
  if (given.stills === undefined) parts.stills.close();
  if (given.logTail === undefined) parts.logTail.close();
  if (given.reader === undefined) parts.reader.close();
  if (given.listener === undefined) await parts.listener.close();
  if (given.db === undefined) await parts.db.close();
}
