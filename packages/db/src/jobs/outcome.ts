import { type AppError, toAppError } from "@retake/core/errors";
import type { Db } from "../create-db.ts";
import { notify } from "../notify.ts";

/** How an import ended: what its row says from then on. */
export interface ImportOutcome {
  status: "completed" | "completed_with_losses" | "refused" | "failed" | "cancelled";
  imported?: number;
  unchanged?: number;
  quarantined?: { episode_index: number; reason: string }[];
  warnings?: { code: string; message: string }[];
  datasetId?: string | null;
  error?: { code: string; message: string } | null;
}

const ENDINGS: Record<ImportOutcome["status"], string> = {
  completed: "done",
  completed_with_losses: "done",
  refused: "refused",
  failed: "failed",
  cancelled: "cancelled",
};

/** What the input is to blame for is `refused`, everything else `failed` and worth another try. */
export function outcomeOfError(thrown: unknown): ImportOutcome & { cause: AppError } {
  const cause = toAppError(thrown);
  const status = cause.code === "cancelled" ? "cancelled" : cause.status < 500 ? "refused" : "failed";
  const error = status === "cancelled" ? null : { code: cause.code, message: cause.message };
  return { status, error, cause };
}

export async function writeOutcome(db: Db, jobId: string, outcome: ImportOutcome): Promise<void> {
  const { status, error, imported, unchanged, quarantined, warnings, datasetId } = outcome;
  await db.prisma.importJob.updateMany({
    where: { id: jobId, status: { in: ["queued", "running"] } },
    data: {
      status,
      phase: ENDINGS[status],
      imported,
      unchanged,
      quarantined,
      warnings,
      datasetId,
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
      finishedAt: new Date(),
    },
  });
  await notify(db.pool, "import", jobId);
}
