import { DEFAULT_LABEL_SCHEMA, labelSchemaSchema, type LabelSchema } from "@retake/collab/label-schema";
import { AppError } from "@retake/core/errors";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import type { LabelSchemaView } from "../schemas/labels.ts";

/** The newest version of the workspace's lanes and classes. */
export async function getLabelSchema(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
): Promise<LabelSchemaView> {
  const { rows } = await db.pool.query<{ version: number; content: unknown }>(
    `select "version", "content" from "LabelSchema" where "workspaceId" = $1 order by "version" desc limit 1`,
    [workspace.id],
  );
  const read = labelSchemaSchema.safeParse(rows[0]?.content);
  return { version: rows[0]?.version ?? 0, schema: read.success ? read.data : DEFAULT_LABEL_SCHEMA };
}

/**
 * Adds a version. Labels of classes that it no longer has stay, under their ids.
 * @throws AppError `conflict` when somebody has changed it since `version`
 */
export async function setLabelSchema(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: UserActor,
  { version, schema }: { version: number; schema: LabelSchema },
): Promise<LabelSchemaView> {
  // One statement: the number is free, and the version before it is the newest, or nothing is written.
  const { rowCount } = await db.pool.query(
    `with added as (
       insert into "LabelSchema" ("workspaceId", "version", "content", "createdById")
       select $1, $2 + 1, $3::jsonb, $4 where $2 = coalesce((select max("version") from "LabelSchema" where "workspaceId" = $1), 0)
       on conflict do nothing returning "workspaceId")
     select pg_notify('labels', "workspaceId") from added`,
    [workspace.id, version, JSON.stringify(schema), userId],
  );
  if (rowCount !== 1)
    throw new AppError(
      "conflict",
      "Somebody has changed the labels meanwhile. Look at theirs first; yours are still here.",
    );
  return { version: version + 1, schema };
}
