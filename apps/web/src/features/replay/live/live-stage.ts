import { decodeSamples } from "@retake/telemetry/wire";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { fetchBinary } from "../data/fetch-binary.ts";
import type { Player } from "../engine/player.ts";
import { envelopeLoader } from "../signals/load-envelopes.ts";
import type { ViewStore } from "../signals/view-store.ts";
import type { LoadTimes } from "./camera-times.ts";
import { LiveEdge } from "./live-edge.ts";
import { LiveTimeline } from "./live-timeline.ts";
import { pullTail } from "./tail-client.ts";

/** What the parts of an open episode share while it records. */
export interface LiveStage {
  edge: LiveEdge;
  /** No moment was asked for by the address. */
  beginsAtEdge: boolean;
  /** Prefix of a camera's addresses. */
  mediaUrl: (topic: string) => string;
  loadTimes: LoadTimes;
}

/** Frames per second where the robot did not say. */
const FPS_DEFAULT = 30;

/** The time axis of an episode that records, as far as its detail knows it. */
export function liveTimeline({ startTime, endTime, fps, topics }: EpisodeDetail): LiveTimeline {
  const first = Math.min(
    ...topics.filter(({ messageCount }) => messageCount > 0).map(({ firstTime }) => firstTime),
  );
  const timeline = new LiveTimeline(
    Number.isFinite(first) ? Math.min(first, endTime) : startTime,
    fps !== null && fps > 0 ? fps : FPS_DEFAULT,
  );
  timeline.grow(endTime);
  return timeline;
}

export function createLiveStage(
  episode: EpisodeDetail,
  parts: { player: Player; timeline: LiveTimeline; view: ViewStore },
  onNewTopic: (name: string) => void,
  beginsAtEdge: boolean,
): LiveStage {
  const { dataUrl } = episode;
  const loadSamples = async (query: Record<string, string>, signal?: AbortSignal) =>
    decodeSamples(await fetchBinary(`${dataUrl}/samples?${new URLSearchParams(query)}`, signal));
  const signals = episode.topics.filter(({ kind }) => kind === "signal").map(({ name }) => name);
  const edge = new LiveEdge(
    {
      ...parts,
      pull: (fromSeq, signal) => pullTail(dataUrl, fromSeq, signal),
      loadSamples: async (from, to, signal) =>
        signals.length === 0
          ? []
          : loadSamples({ topics: signals.join(","), from: String(from), to: String(to) }, signal),
      loadEnvelopes: envelopeLoader(dataUrl),
      onNewTopic,
    },
    episode.topics.map(({ name }) => name),
  );
  return {
    edge,
    beginsAtEdge,
    mediaUrl: (topic) => `${dataUrl.replace(/^\/data\//, "/media/")}/${encodeURIComponent(topic)}`,
    loadTimes: async (topic, from) => {
      const query: Record<string, string> =
        from === null ? { topics: topic } : { topics: topic, from: String(from) };
      return (await loadSamples(query))[0] ?? null;
    },
  };
}
