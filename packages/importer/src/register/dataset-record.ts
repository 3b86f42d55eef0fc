import { createHash } from "node:crypto";
import { AppError } from "@retake/core/errors";
import { datasetSlug } from "@retake/core/ids";
import type { Db } from "@retake/db";
import type { DatasetPlan } from "../layout/dataset-plan.ts";
import { storable } from "./storable.ts";

export interface DatasetRecord {
  id: string;
  slug: string;
  published: boolean;
}

const SLUGS_TRIED_MAX = 1_000;

/** The dataset's row, hidden until its first import has ended. A second import of the same source finds the same row. */
export async function ensureDataset(
  db: Db,
  workspaceId: string,
  plan: DatasetPlan,
  fps: number,
): Promise<DatasetRecord> {
  const { sourceKey, name } = plan.files;
  const known = await db.prisma.dataset.findUnique({
    where: { workspaceId_sourceKey: { workspaceId, sourceKey } },
  });
  if (known !== null) return { id: known.id, slug: known.slug, published: known.publishedAt !== null };
  const id = stableId("dataset", workspaceId, sourceKey);
  const base = datasetSlug(name);
  for (let n = 1; n <= SLUGS_TRIED_MAX; n++) {
    const slug = n === 1 ? base : `${base.slice(0, 95)}-${n}`;
    const data = storable({
      id,
      workspaceId,
      name,
      slug,
      sourceKey,
      revision: plan.files.revision,
      formatVersion: plan.layout.version,
      robotType: plan.info.robotType,
      fps,
      features: [],
      tasks: [],
    });
    const { count } = await db.prisma.dataset.createMany({ data, skipDuplicates: true });
    if (count === 1) return { id, slug, published: false };
  }
  throw new AppError("conflict", `There are too many datasets named ${name} in this workspace.`);
}

/**
 * Ids that follow from what is imported: after a crash the next run writes under the same names, so nothing is left
 * over and nothing is stored twice.
 */
export function stableId(...parts: (string | number)[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 24);
}
