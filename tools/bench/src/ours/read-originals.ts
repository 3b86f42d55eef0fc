import { openTelemetryReader } from "@retake/telemetry/reader";
import type { TopicColumns } from "@retake/telemetry/types";
import type { EpisodeCopy } from "./episode-copy.ts";
import type { House } from "./house.ts";

export interface Originals {
  episodes: EpisodeCopy[];
  samples: Map<number, TopicColumns[]>;
}

/** What the importer brought in, read back from the store. */
export async function readOriginals({ db, store, workspace }: House): Promise<Originals> {
  const rows = await db.prisma.episode.findMany({
    where: { workspaceId: workspace.id, publishedAt: { not: null } },
    orderBy: { episodeIndex: "asc" },
    include: { segments: { orderBy: { part: "asc" } } },
  });
  const reader = openTelemetryReader({ store });
  const samples = new Map<number, TopicColumns[]>();
  for (const [original, row] of rows.entries()) samples.set(original, await reader.read(row.segments));
  reader.close();
  return {
    episodes: rows.map(({ sessionId }, original) => ({ sessionId, original, copy: 0 })),
    samples,
  };
}
