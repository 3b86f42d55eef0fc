import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "@retake/core/config";
import { AppError } from "@retake/core/errors";
import { bootstrap } from "./bootstrap.ts";
import { createDb, type Db } from "./create-db.ts";
import { startLocalPostgres } from "./local-postgres.ts";
import { migrate } from "./migrate.ts";

/** What a command line works with. */
export interface HouseConnection {
  db: Db;
  workspace: { id: string; slug: string };
  close: () => Promise<void>;
}

/**
 * The database of `DATABASE_URL`, or the one of the data folder, which is joined while the house runs and started while
 * it does not. A database that nobody used yet gets its first owner, as `npm run up` would give it.
 * @throws AppError `unavailable`, `not_found` for a workspace that is not there
 */
export async function connectHouse(config: Config, workspaceSlug: string | null): Promise<HouseConnection> {
  const local =
    config.databaseUrl === null ? await startLocalPostgres({ dir: join(config.dataDir, "postgres") }) : null;
  const url = config.databaseUrl ?? local?.url ?? "";
  const db = createDb(url, { connectionsMax: 4 });
  const close = async (): Promise<void> => {
    await db.close();
    await local?.stop();
  };
  try {
    await migrate(url);
    if ((await db.prisma.workspace.count()) === 0) {
      await mkdir(config.dataDir, { recursive: true });
      await bootstrap(db, {
        dataDir: config.dataDir,
        webUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
        ingestUrl: `ws://${config.host}:${config.ingestPort}/ws/ingest`,
      });
    }
    const workspace = await db.prisma.workspace.findFirst({
      where: workspaceSlug === null ? {} : { slug: workspaceSlug },
      orderBy: { createdAt: "asc" },
      select: { id: true, slug: true },
    });
    if (workspace === null)
      throw new AppError("not_found", `There is no workspace ${workspaceSlug ?? "yet"}.`);
    return { db, workspace, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
