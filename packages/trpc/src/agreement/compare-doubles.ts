import { setImmediate as turn } from "node:timers/promises";
import {
  compareLanes,
  poolAgreements,
  type Agreement,
  type EpisodeScore,
  type LabelledSpan,
} from "@retake/collab/agreement";
import { GOLD_LAYER } from "../policies/layers.ts";
import type { AgreementFigures, EpisodeAgreement, PairAgreement } from "../schemas/agreement.ts";
import type { Person } from "../schemas/assignments.ts";
import type { DoubleEpisode } from "./load-doubles.ts";

const WORST_MAX = 50;
/** Segments of one lane that a picture can show. */
const SPANS_MAX = 400;
/** A thousand episodes of five minutes at 30 frames a second: about three seconds of work. */
const FRAMES_MAX = 10_000_000;
/** Others are answered between. */
const TURN_MS = 8;

interface Rater {
  person: Person | null;
  layer: string;
}

interface Scored extends EpisodeScore {
  episode: DoubleEpisode;
  a: Rater;
  b: Rater;
  spans: [LabelledSpan[], LabelledSpan[]];
}

export interface Doubles {
  pairs: PairAgreement[];
  worst: EpisodeAgreement[];
  compared: number;
}

/** Compares each two who labelled an episode, and everyone with its reference, in turns that leave the process free for others. */
export async function compareDoubles(
  episodes: readonly DoubleEpisode[],
  layers: ReadonlyMap<string, LabelledSpan[]>,
  toleranceS: number,
): Promise<Doubles> {
  const scored: Scored[] = [];
  let compared = 0;
  let frames = 0;
  let since = performance.now();
  for (const episode of episodes) {
    for (const [a, b] of pairsOf(episode, layers)) {
      const spans: Scored["spans"] = [
        layers.get(`${episode.id} ${a.layer}`) ?? [],
        layers.get(`${episode.id} ${b.layer}`) ?? [],
      ];
      const agreement = compareLanes(...spans, {
        fps: episode.fps,
        durationS: episode.durationS,
        toleranceS,
      });
      scored.push({ episode, a, b, spans, agreement, segments: [spans[0].length, spans[1].length] });
      frames += agreement.frames;
      if (performance.now() - since < TURN_MS) continue;
      await turn();
      since = performance.now();
    }
    compared += 1;
    if (frames > FRAMES_MAX) break;
  }
  return { pairs: poolPairs(scored), worst: worstOf(scored), compared };
}

/** Each two once, in the order of their ids; the reference comes second. */
function pairsOf(
  { id, raters, hasGold }: DoubleEpisode,
  layers: ReadonlyMap<string, unknown>,
): [Rater, Rater][] {
  const all: Rater[] = raters.map(({ userId, name, layer }) => ({ person: { userId, name }, layer }));
  // A reference that says nothing of this lane is none.
  if (hasGold && layers.has(`${id} ${GOLD_LAYER}`)) all.push({ person: null, layer: GOLD_LAYER });
  return all.flatMap((a, i) => all.slice(i + 1).map((b): [Rater, Rater] => [a, b]));
}

function poolPairs(scored: readonly Scored[]): PairAgreement[] {
  const pairs = new Map<string, Scored[]>();
  for (const one of scored) {
    const key = `${one.a.layer} ${one.b.layer}`;
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, [one]);
    else pair.push(one);
  }
  return [...pairs.values()]
    .map((all): PairAgreement => {
      const pooled = poolAgreements(all);
      const { a, b } = all[0] ?? { a: { person: null }, b: { person: null } };
      return {
        a: a.person,
        b: b.person,
        episodes: all.length,
        ...figuresOf(pooled),
        classes: pooled.classes,
      };
    })
    .toSorted((one, other) => orderOf(one) - orderOf(other));
}

/** Those that agree least; of equals those with most frames in doubt. */
function worstOf(scored: readonly Scored[]): EpisodeAgreement[] {
  return scored
    .filter(({ agreement }) => agreement.accuracy !== null && agreement.accuracy < 1)
    .toSorted(
      (one, other) =>
        orderOf(one.agreement) - orderOf(other.agreement) ||
        (one.agreement.accuracy ?? 1) - (other.agreement.accuracy ?? 1),
    )
    .slice(0, WORST_MAX)
    .map(({ episode, a, b, spans, agreement }) => ({
      sessionId: episode.sessionId,
      episodeIndex: episode.episodeIndex,
      datasetName: episode.datasetName,
      durationS: episode.durationS,
      a: a.person,
      b: b.person,
      spans: [spans[0].slice(0, SPANS_MAX), spans[1].slice(0, SPANS_MAX)],
      ...figuresOf(agreement),
    }));
}

function orderOf({ kappa }: { kappa: number | null }): number {
  return kappa ?? 1;
}

function figuresOf({ frames, accuracy, kappa, boundary, segmentF1 }: Agreement): AgreementFigures {
  return {
    frames,
    accuracy,
    kappa,
    boundaryF1: boundary.f1,
    boundaryOffsetS: boundary.meanOffsetS,
    segmentF1,
  };
}
