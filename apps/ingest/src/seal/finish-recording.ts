import type { RecordingMeta } from "@retake/core/recording-meta";
import type { Db } from "@retake/db";
import type { SealedMark } from "@retake/telemetry/log";
import { endingWarnings } from "../quality/quality-warnings.ts";
import { COMMIT, featuresOf, holdsAt, knownTopics, saveMarks, wakeReaders } from "./commit-part.ts";
import { episodeFigures } from "./episode-figures.ts";
import { closeEmptyCameras, type Register } from "./register-rows.ts";
import { addWarning, dropWarnings, readWarnings, type StoredWarning } from "./seal-warnings.ts";
import type { DueRecording } from "./sealed-range.ts";

export interface Ending {
  meta: RecordingMeta | null;
  /** The robot never ended it. */
  cutOff: boolean;
  /** Those that came after the last numbered message. */
  marks: readonly SealedMark[];
  /** Numbers that were to be sealed and are not in the log. */
  lost: { from: number; to: number } | null;
}

/**
 * Makes a recording that ended and is sealed a completed episode with its exact figures. What a person said of it meanwhile stands.
 * @returns false when it is finished already
 */
export async function finishRecording(db: Db, recording: DueRecording, ending: Ending): Promise<boolean> {
  const { episodeId, workspaceId } = recording;
  return await db.prisma.$transaction(async (tx) => {
    if (!(await holdsAt(tx, recording))) return false;
    await saveMarks(tx, recording, ending.marks);
    await completeEpisode(tx, episodeId, ending);
    await closeEmptyCameras(tx, episodeId);
    await tx.recording.update({ where: { episodeId }, data: { finished: true, connected: false } });
    await wakeReaders(tx, recording);
    await tx.$executeRaw`SELECT pg_notify('recording', ${workspaceId})`;
    return true;
  }, COMMIT);
}

async function completeEpisode(tx: Register, episodeId: string, ending: Ending): Promise<void> {
  const [stored] = await tx.$queryRaw<StoredEpisode[]>`
    SELECT "warnings", "outcome", "totalReward", "task", "operator", "robotType", "fps"
    FROM "Episode" WHERE "id" = ${episodeId} FOR UPDATE`;
  if (stored === undefined) return;
  const { meta } = ending;
  const topics = await knownTopics(tx, episodeId);
  const { frameRate, ...figures } = episodeFigures(topics);
  const nominal = meta?.fps ?? (frameRate > 0 ? frameRate : stored.fps);
  await tx.episode.update({
    where: { id: episodeId },
    data: {
      ...figures,
      status: "completed",
      fps: nominal,
      features: featuresOf(topics),
      outcome: stored.outcome ?? (await outcomeOfRobot(tx, episodeId, meta)),
      totalReward: stored.totalReward ?? meta?.totalReward ?? null,
      task: stored.task ?? meta?.task ?? null,
      operator: stored.operator ?? meta?.operator ?? null,
      robotType: stored.robotType ?? meta?.robotType ?? null,
      warnings: endWarnings(readWarnings(stored.warnings), ending).map((warning) => ({ ...warning })),
    },
  });
}

interface StoredEpisode {
  warnings: unknown;
  outcome: "success" | "failure" | null;
  totalReward: number | null;
  task: string | null;
  operator: string | null;
  robotType: string | null;
  fps: number;
}

/** Null when people have said that there is none: each change by people is an activity. */
async function outcomeOfRobot(
  tx: Register,
  episodeId: string,
  meta: RecordingMeta | null,
): Promise<"success" | "failure" | null> {
  const [judged] = await tx.$queryRaw<object[]>`
    SELECT 1 FROM "Activity" WHERE "episodeId" = ${episodeId} AND "kind" = 'outcome' AND NOT "data" ? 'layer' LIMIT 1`;
  return judged === undefined ? (meta?.outcome ?? (await outcomeOfMarks(tx, episodeId))) : null;
}

/** The last word of the person at the robot. */
async function outcomeOfMarks(tx: Register, episodeId: string): Promise<"success" | "failure" | null> {
  const last = await tx.episodeMark.findFirst({
    where: { episodeId, kind: { in: ["success", "failure"] } },
    orderBy: [{ serverTime: "desc" }, { key: "desc" }],
  });
  return last?.kind === "success" || last?.kind === "failure" ? last.kind : null;
}

function endWarnings(stored: readonly StoredWarning[], { meta, cutOff, lost }: Ending): StoredWarning[] {
  let warnings = dropWarnings(stored, "seal_failed");
  for (const { code, message } of endingWarnings(meta ?? {})) warnings = addWarning(warnings, code, message);
  if (cutOff) warnings = addWarning(warnings, "cut_off", "Cut off: the robot never ended it.");
  if (lost !== null) {
    const message = `Messages ${lost.from} to ${lost.to} are missing: the disk lost them after they had come in.`;
    warnings = addWarning(warnings, "log_gap", message);
  }
  return warnings;
}
