// After an import or a recording: posters of its episodes, so that the list opens with pictures, H.264 copies of videos that browsers
// cannot play, and videos of cameras that were recorded as pictures. All can be made again at any time; a failure costs a picture,
// never an episode.
import type { Db } from "@retake/db";
import { notify } from "@retake/db/notify";
import { makeProxy } from "@retake/media/proxy";
import { type Stills, createStills } from "@retake/media/stills";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { type Log, describeError } from "../log.ts";
import { makePlaybacks } from "./playback-videos.ts";
import { makeRecordingPosters } from "./recording-posters.ts";

/** Twice the CSS widths of the list's rows and tiles, as the pages ask for them. */
const POSTER_WIDTHS = [128, 512];

export interface PicturePass {
  start(): void;
  /** Makes the posters of a dataset when its turn comes. */
  add(datasetId: string): void;
  /** Makes the pictures of a recording that is complete. */
  addEpisode: (episodeId: string) => void;
  stop(): Promise<void>;
}

export interface PicturePassOptions {
  db: Db;
  store: ObjectStore;
  ffmpegPath: string | null;
  log: Log;
}

/** One thing at a time, in the background. */
export function createPicturePass({ db, store, ffmpegPath, log }: PicturePassOptions): PicturePass {
  const stopping = new AbortController();
  const { signal } = stopping;
  const stills = createStills({ derived: store, ffmpegPath });
  let queue: Promise<void> = Promise.resolve();
  const enqueue = (work: () => Promise<void>): void => {
    queue = queue.then(work).catch((error: unknown) => {
      if (!signal.aborted) log.warn("pictures", describeError(error));
    });
  };
  const proxies = (): Promise<void> => makeProxies({ db, store, ffmpegPath, log }, signal);
  const failed = new Set<string>();
  const playbacks = (): Promise<void> => makePlaybacks({ db, store, ffmpegPath, log }, failed, signal);

  return {
    // What an earlier process left undone.
    start() {
      enqueue(proxies);
      enqueue(playbacks);
    },
    add(datasetId) {
      enqueue(() => makePosters({ db, store, log }, stills, datasetId, signal));
      enqueue(proxies);
    },
    addEpisode(episodeId) {
      const ask = { episodeId, widths: POSTER_WIDTHS, signal };
      enqueue(() => makeRecordingPosters({ db, store }, stills, ask));
      enqueue(playbacks);
    },
    async stop() {
      stopping.abort();
      await queue;
      stills.close();
    },
  };
}

async function makePosters(
  { db, store, log }: Pick<PicturePassOptions, "db" | "store" | "log">,
  stills: Stills,
  datasetId: string,
  signal: AbortSignal,
): Promise<void> {
  const cameras = await db.prisma.episodeCamera.findMany({
    where: { storage: "video", position: 0, frames: { gt: 0 }, episode: { datasetId } },
    include: { video: true },
    orderBy: { episode: { episodeIndex: "asc" } },
  });
  let failures = 0;
  for (const { video, firstFrame, frames } of cameras) {
    const file = video === null ? null : store.localPath(video.key);
    if (video === null || file === null) continue;
    for (const width of POSTER_WIDTHS) {
      if (signal.aborted) return;
      await stills.poster({ file, hash: video.hash, firstFrame, frames, width }).catch((error: unknown) => {
        failures += 1;
        log.debug("poster", { video: video.hash, ...describeError(error) });
      });
    }
  }
  log.info("posters", { dataset: datasetId, episodes: cameras.length, failures });
}

async function makeProxies(
  { db, store, ffmpegPath, log }: PicturePassOptions,
  signal: AbortSignal,
): Promise<void> {
  const videos = await db.prisma.videoFile.findMany({ where: { playable: "needs_proxy", proxyKey: null } });
  for (const { hash, key } of videos) {
    const file = store.localPath(key);
    if (signal.aborted || file === null) continue;
    try {
      const proxyKey = await makeProxy({ file, hash, store, ffmpegPath, signal });
      await db.prisma.videoFile.update({ where: { hash }, data: { proxyKey } });
      await wakeWatchers(db, hash);
    } catch (error) {
      // Tried again when the next import ends or the worker starts; until then stills are shown.
      if (!signal.aborted) log.warn("proxy", { video: hash, ...describeError(error) });
    }
  }
}

async function wakeWatchers(db: Db, videoHash: string): Promise<void> {
  const cameras = await db.prisma.episodeCamera.findMany({
    where: { videoHash },
    select: { episode: { select: { workspaceId: true, sessionId: true } } },
  });
  for (const { episode } of cameras) {
    await notify(db.pool, "episode", `${episode.workspaceId}/${episode.sessionId}`);
  }
}
