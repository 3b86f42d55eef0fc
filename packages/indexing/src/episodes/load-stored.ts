import type { EpisodeFacts } from "@retake/ai/facts";
import type { Db } from "@retake/db";
import type { StoredIndex } from "./index-row.ts";

/** What is there already of episodes, by their ids. */
export async function loadStored({ prisma }: Db, ids: readonly string[]): Promise<Map<string, StoredIndex>> {
  const rows = await prisma.episodeIndex.findMany({
    where: { episodeId: { in: [...ids] } },
    select: {
      episodeId: true,
      basis: true,
      facts: true,
      modelSummary: true,
      motionSpace: true,
      motionVersion: true,
      problems: true,
    },
  });
  return new Map(
    rows.map((row) => [
      row.episodeId,
      {
        ...row,
        facts: row.facts as unknown as EpisodeFacts,
        problems: row.problems as Record<string, string>,
      },
    ]),
  );
}
