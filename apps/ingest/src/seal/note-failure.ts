import { toAppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import { wakeReaders } from "./commit-part.ts";
import { dropWarnings, readWarnings } from "./seal-warnings.ts";
import type { DueRecording } from "./sealed-range.ts";

/** Says at the episode why it is not sealed; the next success takes it away. Nothing is written when it is said already. */
export async function noteFailure(db: Db, recording: DueRecording, thrown: unknown): Promise<void> {
  const { episodeId } = recording;
  const reason = toAppError(thrown).message;
  const message = `Not stored for good yet: ${reason} What was recorded is in the log; it is tried again by itself.`;
  await db.prisma.$transaction(async (tx) => {
    const [stored] = await tx.$queryRaw<{ warnings: unknown }[]>`
      SELECT "warnings" FROM "Episode" WHERE "id" = ${episodeId} FOR UPDATE`;
    if (stored === undefined) return;
    const warnings = readWarnings(stored.warnings);
    if (warnings.some((warning) => warning.code === "seal_failed" && warning.message === message)) return;
    const changed = [...dropWarnings(warnings, "seal_failed"), { code: "seal_failed", message }];
    await tx.episode.update({
      where: { id: episodeId },
      data: { warnings: changed.map((warning) => ({ ...warning })) },
    });
    await wakeReaders(tx, recording);
  });
}
