import type { Db } from "@retake/db";
import type { Services } from "../context.ts";
import type { CatalogueEpisode } from "../catalogue/types.ts";
import type { Mark } from "../schemas/episodes.ts";

/** Marks one page shows; a robot that marks every message is not marking. */
const MARKS_MAX = 2_000;

/** Those of stored parts, in the order of their times. */
export async function storedMarks({ prisma }: Db, episodeId: string): Promise<Mark[]> {
  const rows = await prisma.episodeMark.findMany({
    where: { episodeId },
    orderBy: [{ time: "asc" }, { key: "asc" }],
    take: MARKS_MAX,
  });
  return rows.map(({ key, time, kind, text }) => ({ key, time, kind: kind as Mark["kind"], text }));
}

/** All marks of an episode, those of the log that are not stored yet too; imported episodes have none, and are not asked for. */
export async function episodeMarks(
  { db, tail }: Pick<Services, "db" | "tail">,
  episode: Pick<CatalogueEpisode, "id" | "source" | "status">,
): Promise<Mark[]> {
  if (episode.source !== "live") return [];
  const stored = await storedMarks(db, episode.id);
  if (episode.status === "completed") return stored;
  await tail.refresh();
  const logged = tail.marks(episode.id);
  const all = new Map([...logged, ...stored].map((mark) => [mark.key, mark]));
  return [...all.values()].toSorted((a, b) => a.time - b.time);
}
