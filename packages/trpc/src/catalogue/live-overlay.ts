import { readRecordingMeta, type DeclaredTopic } from "@retake/core/recording-meta";
import type { LogTail, TailSegment, TailSession } from "@retake/telemetry/tail";
import { liveCameras } from "./live-cameras.ts";
import { liveFigures } from "./live-figures.ts";
import { liveTopics } from "./live-topics.ts";
import type { CatalogueEpisode } from "./types.ts";

/**
 * Brings an episode that is still recorded up to what lies in the log; any other passes as it is.
 * @param reload loads the episode as it is stored now
 */
export type LiveOverlay = (
  stored: CatalogueEpisode,
  reload: () => Promise<CatalogueEpisode | null>,
) => Promise<CatalogueEpisode | null>;

/** How often an episode is loaded anew because parts of it left the log meanwhile; more often only where a disk lost something. */
const RELOADS_MAX = 2;

/** The log is looked at once for each call; while it has not grown the same object is answered. */
export function createLiveOverlay(tail: LogTail): LiveOverlay {
  const held = new WeakMap<CatalogueEpisode, { state: string; episode: CatalogueEpisode }>();

  async function laidOver(stored: CatalogueEpisode, session: TailSession): Promise<CatalogueEpisode> {
    const segments = await tail.segments(stored.id, stored.recording?.sealedSeq ?? 1);
    const state = `${session.nextSeq} ${session.open} ${session.meta.length} ${segments.map(({ key }) => key).join()}`;
    let known = held.get(stored);
    if (known?.state !== state) {
      known = { state, episode: withTail(stored, session, segments) };
      held.set(stored, known);
    }
    return known.episode;
  }

  return async (first, reload) => {
    let stored: CatalogueEpisode | null = first;
    for (let reloads = 0; stored !== null && stored.recording !== null; reloads += 1) {
      await tail.refresh();
      const session = tail.session(stored.id);
      const { sealedSeq, nextSeq } = stored.recording;
      // Else parts that it does not name yet were stored, and have left the log since.
      const isWhole = (session?.tailFrom ?? nextSeq) <= sealedSeq;
      if (isWhole || reloads === RELOADS_MAX)
        return session === null ? stored : await laidOver(stored, session);
      stored = await reload();
    }
    return stored;
  };
}

function withTail(
  stored: CatalogueEpisode,
  session: TailSession,
  segments: readonly TailSegment[],
): CatalogueEpisode {
  const topics = liveTopics(stored.topics, segments, declaredIn(session));
  const figures = liveFigures(topics, stored);
  const cameras = liveCameras(stored.cameras, topics, segments, figures.startTime);
  return {
    ...stored,
    ...figures,
    ended: !session.open,
    topics,
    cameras,
    cameraCount: cameras.length,
    posterTopic: cameras.find(({ frames }) => frames > 0)?.topic ?? stored.posterTopic,
    segments: [...stored.segments, ...segments.map(segmentRecord)],
    recording: {
      sealedSeq: stored.recording?.sealedSeq ?? 1,
      nextSeq: session.nextSeq,
      isOpen: session.open,
    },
  };
}

function segmentRecord({
  key,
  bytes,
  firstTime,
  lastTime,
  blobs,
}: TailSegment): CatalogueEpisode["segments"][number] {
  return { key, bytes, firstTime, lastTime, blobs };
}

/** What the robot declared; nothing when a later version wrote it. */
function declaredIn({ meta }: TailSession): DeclaredTopic[] {
  try {
    return readRecordingMeta(meta).topics;
  } catch {
    return [];
  }
}
