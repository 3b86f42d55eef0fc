import { DEFAULT_LABEL_SCHEMA, labelSchemaSchema, type LabelSchema } from "@retake/collab/label-schema";
import type { Services } from "../context.ts";

/** The workspace's lanes and classes as they are now. */
export async function loadLabelSchema(
  { db }: Pick<Services, "db">,
  workspaceId: string,
): Promise<LabelSchema> {
  const { rows } = await db.pool.query<{ content: unknown }>(
    `select "content" from "LabelSchema" where "workspaceId" = $1 order by "version" desc limit 1`,
    [workspaceId],
  );
  const read = labelSchemaSchema.safeParse(rows[0]?.content);
  return read.success ? read.data : DEFAULT_LABEL_SCHEMA;
}
