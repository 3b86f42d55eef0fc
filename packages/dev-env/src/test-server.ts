import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createDb } from "@retake/db";
import { installJobs } from "@retake/db/jobs";
import { startLocalPostgres } from "@retake/db/local-postgres";
import { migrate } from "@retake/db/migrate";

export const TEMPLATE_DATABASE = "retake_template";

export interface TestServer {
  /** URL of the migrated template database; tests clone it. */
  url: string;
  stop(): Promise<void>;
}

/** One Postgres in a fresh temporary folder, without fsync. */
export async function startTestServer(): Promise<TestServer> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-test-postgres-"));
  const postgres = await startLocalPostgres({ dir, database: TEMPLATE_DATABASE, noSync: true });
  await migrate(postgres.url);
  const db = createDb(postgres.url);
  await installJobs(db);
  await db.close();
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
