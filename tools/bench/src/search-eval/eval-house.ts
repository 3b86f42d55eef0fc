import path from "node:path";
import { createLocalEmbedder } from "@retake/ai/embedder";
import type { Db } from "@retake/db";
import { createListener } from "@retake/db/notify";
import { createIndexer } from "@retake/indexing/indexer";
import { createCatalogue } from "@retake/trpc/catalogue";
import type { Services } from "@retake/trpc/context";
import { createSearchParts } from "@retake/trpc/search-parts";
import { openHouse } from "../ours/house.ts";
import { ADDED, EVAL_DATASETS } from "./queries.ts";
import { SAMPLE, type KnownEpisode } from "./relevance.ts";

/** A workspace with the datasets of the evaluation, indexed, and the search over it. */
export interface EvalHouse {
  services: Pick<Services, "db" | "catalogue" | "search" | "now">;
  workspaceId: string;
  /** By id. */
  episodes: Map<string, KnownEpisode>;
  close(): Promise<void>;
}

const SAMPLE_FOLDER = path.join(import.meta.dirname, "../../../../packages/importer/sample", SAMPLE);

/** @param dataFolder where the real datasets are; null: the bundled sample alone */
export async function openEvalHouse(
  folder: string,
  databaseUrl: string,
  dataFolder: string | null,
): Promise<EvalHouse> {
  const house = await openHouse(folder, databaseUrl);
  const { db, store, workspace } = house;
  for (const dataset of EVAL_DATASETS) {
    if (dataset === SAMPLE) await house.importFolder(SAMPLE_FOLDER, 1_000);
    else if (dataFolder !== null) await house.importFolder(path.join(dataFolder, dataset), 1_000);
  }
  await addWhatPeopleSay(db, workspace.id);
  // Nothing here looks at pictures, and decoding them is most of the work of indexing.
  await db.prisma.episodeCamera.updateMany({ data: { storage: "missing" } });
  const embedder = createLocalEmbedder();
  const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
  const indexer = createIndexer({ db, store, embedder, log });
  const { problems } = await indexer.runOnce(workspace.id);
  await indexer.stop();
  if (problems.length > 0) throw new Error(`the indexer says: ${problems.join("; ")}`);
  const listener = createListener(db.url);
  await listener.ready();
  const search = createSearchParts({ db, signals: listener, local: embedder });
  await search.questions.warm();
  const catalogue = createCatalogue({ db, signals: listener });
  return {
    services: { db, catalogue, search, now: () => new Date() },
    workspaceId: workspace.id,
    episodes: await knownEpisodes(db, workspace.id),
    async close() {
      search.close();
      catalogue.close();
      await embedder.close();
      await listener.close();
      await house.close();
    },
  };
}

async function addWhatPeopleSay(db: Db, workspaceId: string): Promise<void> {
  for (const { dataset, index, operator, rating, tags } of ADDED) {
    await db.prisma.episode.updateMany({
      where: { workspaceId, dataset: { name: { endsWith: dataset } }, episodeIndex: { in: [...index] } },
      data: {
        ...(operator === undefined ? {} : { operator }),
        ...(rating === undefined ? {} : { rating }),
        ...(tags === undefined ? {} : { tags: [...tags] }),
      },
    });
  }
}

async function knownEpisodes(db: Db, workspaceId: string): Promise<Map<string, KnownEpisode>> {
  const rows = await db.prisma.episode.findMany({
    where: { workspaceId, publishedAt: { not: null } },
    include: { dataset: true },
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        dataset: row.dataset?.name.split("/").at(-1) ?? "",
        index: row.episodeIndex ?? -1,
        task: row.task ?? "",
        outcome: row.outcome,
        durationS: row.durationS,
        frames: row.totalFrames,
        reward: row.totalReward,
        operator: row.operator,
        rating: row.rating,
        tags: row.tags,
        source: row.source,
      },
    ]),
  );
}
