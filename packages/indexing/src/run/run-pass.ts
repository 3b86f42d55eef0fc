import { AppError, toAppError } from "@retake/core/errors";
import { episodeStage } from "../episodes/episode-stage.ts";
import { mapStage } from "../map/map-stage.ts";
import { motionStage } from "../motion/motion-stage.ts";
import { loadSpaces } from "../motion/spaces.ts";
import { pictureStage } from "../pictures/picture-stage.ts";
import { summaryStage } from "../summaries/summary-stage.ts";
import { chooseTextSpaces } from "../texts/choose-spaces.ts";
import { modelUseOf } from "../texts/model-use.ts";
import { textStage } from "../texts/text-stage.ts";
import { type IndexCounts, type IndexProgress, noCounts, type Parts, type Pass } from "../types.ts";
import type { Named } from "../work/find-work.ts";
import { beginRebuild } from "./rebuild.ts";
import { createRunRow } from "./run-row.ts";

export interface PassRequest {
  workspaceId: string;
  /** Only these episodes; null: whatever has changed. */
  named: Named | null;
  signal: AbortSignal;
  hurried?: () => boolean;
  /** See Pass. */
  isQuick?: boolean;
  beside?: Pass["beside"];
  onProgress?: ((progress: IndexProgress) => void) | undefined;
}

export interface PassResult {
  counts: IndexCounts;
  /** False: it ended early for something more urgent, and wants to go on. */
  complete: boolean;
  /** What went wrong, in words, one line each. */
  problems: string[];
}

/**
 * One pass over a workspace: finds what no longer fits and makes it fit, stage by stage. A stage that fails is told and does not stop the others.
 * @throws AppError `cancelled`
 */
export async function runPass(parts: Parts, request: PassRequest): Promise<PassResult> {
  const { workspaceId, named, signal, hurried = () => false, onProgress } = request;
  const { isQuick = false, beside = (job) => job } = request;
  const row = createRunRow(parts.db, workspaceId);
  const problems: string[] = [];
  const counts = noCounts();
  const tell: Pass["tell"] = async (stage, done, total) => {
    // The row of progress is the long job's.
    if (isQuick) return;
    onProgress?.({ workspaceId, stage, done, total });
    await row.tell(stage, done, total);
  };
  const pass: Pass = { workspaceId, signal, counts, tell, hurried, isQuick, beside };
  const attempt = async (name: string, stage: () => Promise<boolean | void>): Promise<boolean> => {
    try {
      return (await stage()) !== false;
    } catch (thrown) {
      if (signal.aborted) throw new AppError("cancelled", "Indexing was stopped; it goes on where it was.");
      const { message, detail } = toAppError(thrown);
      parts.log.warn("indexing stage failed", { stage: name, workspace: workspaceId, message, detail });
      problems.push(`${name}: ${message}`);
      return true;
    }
  };
  const complete = await stages(parts, pass, named, attempt);
  if (!isQuick && (complete || problems.length > 0))
    await row.end(problems.length === 0 ? null : problems.join("\n"));
  return { counts, complete, problems };
}

type Attempt = (name: string, stage: () => Promise<boolean | void>) => Promise<boolean>;

async function stages(parts: Parts, pass: Pass, named: Named | null, attempt: Attempt): Promise<boolean> {
  const isRebuilt = !pass.isQuick && (await beginRebuild(parts.db, pass.workspaceId));
  const spaces = await loadSpaces(parts.db, pass.workspaceId);
  const use = await modelUseOf(parts.db, pass.workspaceId, parts.openai);
  const { embedders, problem, mapSpace } = await chooseTextSpaces(parts, pass.workspaceId, use);
  const words = async (): Promise<void> => {
    for (const embedder of embedders) await attempt("Texts", () => textStage(parts, pass, embedder));
  };
  const map = (...kinds: Parameters<typeof mapStage>[3][]): Promise<boolean> =>
    attempt("Map", async () => mapStage(parts, pass, await mapSpace(), ...kinds));

  await attempt("Episodes", () => episodeStage(parts, pass, spaces, isRebuilt ? null : named));
  if (named !== null && !isRebuilt && isNothing(pass.counts)) return true;
  if (!pass.isQuick) await attempt("Motion", () => motionStage(parts, pass, spaces));
  if (problem !== null) await attempt("Texts", () => Promise.reject(new AppError("unavailable", problem)));
  await words();
  await map(["motion", "text"]);
  if (pass.isQuick) return true;
  if (!(await attempt("Pictures", () => pictureStage(parts, pass)))) return false;
  await map(["visual"]);
  if (use === null) return true;
  const isDone = await attempt("Summaries", () => summaryStage(parts, pass, use));
  if (pass.counts.summaries > 0) {
    await words();
    await map(["text"]);
  }
  return isDone;
}

function isNothing(counts: IndexCounts): boolean {
  return Object.values(counts).every((count) => count === 0);
}
