import { newRowId } from "./row-id.ts";
import type { Queryable } from "./write-topics.ts";

export interface RobotOf {
  workspaceId: string;
  tokenId: string | null;
  robotType: string | null;
  /** The token's, or what a pulled source is called. */
  name: string;
}

const FIND = `
SELECT "id" FROM "Robot" WHERE "workspaceId" = $1 AND "tokenId" IS NOT DISTINCT FROM $2
  AND "robotType" IS NOT DISTINCT FROM $3 AND ($2::text IS NOT NULL OR "name" = $4)
ORDER BY "firstSeenAt" LIMIT 1`;

const REGISTER = `
INSERT INTO "Robot" ("id", "workspaceId", "name", "robotType", "tokenId") VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ("workspaceId", "name") DO NOTHING RETURNING "id"`;

const NAME_LENGTH_MAX = 200;

/**
 * The robot that one token and one robot type stand for, registered at its first sight. It is called as its token is; further types
 * of one token by their type.
 */
export async function findRobot(db: Queryable, robot: RobotOf): Promise<string> {
  const { workspaceId, tokenId, robotType, name } = robot;
  const find = async (): Promise<string | undefined> => {
    const { rows } = await db.query<{ id: string }>(FIND, [workspaceId, tokenId, robotType, name]);
    return rows[0]?.id;
  };
  const known = await find();
  if (known !== undefined) return known;
  for (const called of namesFor(name, robotType)) {
    const values = [newRowId(), workspaceId, called, robotType, tokenId];
    const { rows } = await db.query<{ id: string }>(REGISTER, values);
    // Another connection of the same robot may have been faster.
    const id = rows[0]?.id ?? (await find());
    if (id !== undefined) return id;
  }
  throw new Error("names without end, and none is free");
}

function* namesFor(name: string, robotType: string | null): Generator<string> {
  yield name;
  if (robotType !== null) {
    const type = robotType.slice(0, NAME_LENGTH_MAX);
    yield type;
    yield `${name} (${type})`;
  }
  for (let n = 2; ; n++) yield `${name} ${n}`;
}
