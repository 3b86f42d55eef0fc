import type { EpisodeMeta, Finding, SignalColumns } from "../types.ts";
import { gripColumns } from "./find-grips.ts";
import { findMovers } from "./find-movers.ts";
import { motionFacts } from "./motion-facts.ts";
import { motionFindings } from "./motion-findings.ts";
import { pickSignals } from "./pick-signals.ts";
import { clippedIn } from "./quality/clipped.ts";
import { frozenIn } from "./quality/frozen.ts";
import { gapsIn } from "./quality/gaps.ts";
import { jumpsIn } from "./quality/jumps.ts";
import { notNumbersIn } from "./quality/not-numbers.ts";
import { rewardFacts } from "./reward-facts.ts";
import { saidByPeople } from "./said-by-people.ts";
import { sampleSignal, type SampledSignal } from "./sampled-signal.ts";
import type { EpisodeFacts } from "./types.ts";

/** Topics of a kind that are looked at: robots with more repeat themselves in other coordinates. */
const TOPICS_MAX = 12;
const FINDINGS_MAX = 200;
const TEXT_MAX = 300;

/**
 * All that rules find in an episode: what people say of it, how the robot moved, and what is wrong with its signals. Never throws on what a signal
 * holds; long and wide ones are sampled first, so that memory stays bounded.
 */
export function episodeFacts(meta: EpisodeMeta, signals: readonly SignalColumns[]): EpisodeFacts {
  const said = saidByPeople(meta);
  const picked = pickSignals(signals);
  const sample = (list: readonly SignalColumns[]): SampledSignal[] =>
    list.slice(0, TOPICS_MAX).map(sampleSignal);
  const states = sample(picked.states);
  const commands = sample(picked.commands);
  const motion = motionFacts({ states, commands, surroundings: sample(picked.surroundings) }, [
    ...(said.task === null ? [] : [said.task]),
    ...said.tasks,
  ]);
  const quality = [...picked.states.slice(0, 2), ...picked.commands.slice(0, 1)].flatMap(gapsIn);
  const found = [
    ...(motion === null ? [] : motionFindings(motion, said.durationS)),
    ...once(quality),
    ...states.slice(0, 2).flatMap(notNumbersIn),
    ...faultsOf(states[0], commands[0] ?? null),
  ];
  return {
    ...said,
    motion: rounded(motion),
    rewards: rounded(rewardFacts(picked.reward === null ? null : sampleSignal(picked.reward))),
    findings: inside(found, said.durationS),
  };
}

/** The facts of an episode whose labels, task or outcome changed: what its signals told stays. */
export function refreshFacts(meta: EpisodeMeta, before: EpisodeFacts): EpisodeFacts {
  return { ...before, ...saidByPeople(meta) };
}

function faultsOf(state: SampledSignal | undefined, command: SampledSignal | null): Finding[] {
  if (state === undefined) return [];
  const grips = gripColumns([state], []).map(({ column }) => column);
  const { columns } = findMovers(state, grips);
  const frozen = frozenIn(state, command);
  // A state that hangs is beside its commands anyway.
  const clipped = clippedIn(state, command, columns).filter(({ start }) =>
    frozen.every((one) => start < one.start || start > (one.end ?? one.start)),
  );
  return [...frozen, ...jumpsIn(state, columns), ...clipped];
}

/** Six digits say all that was measured, and keep the row small. */
function rounded<T>(facts: T): T {
  return JSON.parse(
    JSON.stringify(facts, (_, value: unknown) =>
      typeof value === "number" ? Number(value.toPrecision(6)) : value,
    ),
  ) as T;
}

/** Topics of one clock have the same holes. */
function once(gaps: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return gaps.filter(({ start, end }) => {
    const key = `${start.toFixed(2)} ${end?.toFixed(2)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Within the episode, in time order, at most 200. */
function inside(found: readonly Finding[], durationS: number): Finding[] {
  const clamp = (time: number): number =>
    Number.isFinite(time) ? Math.max(0, Math.min(durationS, time)) : 0;
  return found
    .map(({ kind, start, end, text }) => {
      const from = clamp(start);
      return {
        kind,
        start: from,
        end: end === null ? null : Math.max(from, clamp(end)),
        text: text.slice(0, TEXT_MAX),
      };
    })
    .toSorted((a, b) => a.start - b.start)
    .slice(0, FINDINGS_MAX);
}
