import { episodeFacts, refreshFacts } from "@retake/ai/facts";
import { motionSpaceKey, motionVector } from "@retake/ai/motion";
import type { SignalColumns } from "@retake/ai/types";
import { AppError, toAppError } from "@retake/core/errors";
import type { Spaces } from "../motion/spaces.ts";
import { type Basis, readBasis, writeBasis } from "../work/basis-sql.ts";
import type { LoadedEpisode } from "../work/load-episodes.ts";
import { type IndexRow, type StoredIndex, wordsOf } from "./index-row.ts";

/** What a row says when its telemetry could not be read, and whether that is worth another try. */
interface Reading {
  signals: SignalColumns[];
  problem: string | null;
  again: boolean;
}

/** All of an episode from its samples. What cannot be read costs the motion; its words are found all the same. */
export async function understandEpisode(
  episode: LoadedEpisode,
  stored: StoredIndex | null,
  spaces: Spaces,
  read: () => Promise<SignalColumns[]>,
): Promise<IndexRow> {
  const reading = await attempt(read);
  let { problem } = reading;
  let made = understand(episode, reading.signals, spaces);
  if (made instanceof Error) {
    problem ??= `Its signals could not be understood: ${made.message}`;
    made = { facts: episodeFacts(episode.meta, []), motionSpace: null, motionVersion: null, motion: null };
  }
  const kept = keptBasis(stored);
  return {
    episodeId: episode.id,
    basis: writeBasis({
      ...kept,
      telemetry: reading.again ? "" : episode.telemetryHash,
      said: episode.saidHash,
    }),
    ...made,
    ...wordsOf(episode.meta, made.facts, stored?.modelSummary ?? null),
    isRead: true,
    findings: made.facts.findings,
    problems: without(stored, "telemetry", problem),
  };
}

/** The words alone: what the samples told stays as it is. */
export function refreshEpisode(episode: LoadedEpisode, stored: StoredIndex): IndexRow {
  const facts = refreshFacts(episode.meta, stored.facts);
  return {
    episodeId: episode.id,
    basis: writeBasis({ ...readBasis(stored.basis), said: episode.saidHash }),
    facts,
    ...wordsOf(episode.meta, facts, stored.modelSummary),
    isRead: false,
    motionSpace: stored.motionSpace,
    motionVersion: stored.motionVersion,
    motion: null,
    findings: [],
    problems: stored.problems,
  };
}

async function attempt(read: () => Promise<SignalColumns[]>): Promise<Reading> {
  try {
    return { signals: await read(), problem: null, again: false };
  } catch (thrown) {
    const { message, retryable } = toAppError(thrown);
    const isKnown = thrown instanceof AppError;
    return {
      signals: [],
      problem: `Its telemetry could not be read: ${message}`,
      again: isKnown && retryable,
    };
  }
}

function understand(
  { meta }: LoadedEpisode,
  signals: SignalColumns[],
  spaces: Spaces,
): Pick<IndexRow, "facts" | "motionSpace" | "motionVersion" | "motion"> | Error {
  try {
    const facts = episodeFacts(meta, signals);
    const motionSpace = motionSpaceKey(signals, meta);
    const space = motionSpace === null ? undefined : spaces.get(motionSpace);
    const motion = space === undefined ? null : motionVector(space.fit, signals, meta);
    return { facts, motionSpace, motionVersion: space?.version ?? null, motion };
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

function keptBasis(stored: StoredIndex | null): Basis {
  return readBasis(stored?.basis ?? "");
}

function without(stored: StoredIndex | null, part: string, problem: string | null): Record<string, string> {
  const { [part]: _, ...rest } = stored?.problems ?? {};
  return problem === null ? rest : { ...rest, [part]: problem };
}
