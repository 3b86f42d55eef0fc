import { type Db as BossDatabase, PgBoss } from "pg-boss";
import type { Db } from "../create-db.ts";

export const IMPORT_QUEUE = "import";

/** pg-boss admits no shorter one. A killed worker's job is free again after this and one look of the supervisor. */
const HEARTBEAT_S = 10;
const SUPERVISE_EVERY_S = 5;
/** A job that has ended its worker this often is not tried again. */
const RETRIES_MAX = 8;
/** pg-boss's own limit. An import that takes a day is started again and resumes. */
const EXPIRE_S = 24 * 3_600 - 60;

export interface BossRole {
  /** Looks for jobs whose worker died; only workers do. */
  supervise: boolean;
  onError: (error: Error) => void;
}

/** Job queue in schema `pgboss` of our own database, over our own pool; makes its tables and the queue when missing. */
export async function startBoss(db: Db, role: BossRole): Promise<PgBoss> {
  const boss = new PgBoss({
    db: overPool(db),
    schedule: false,
    supervise: role.supervise,
    superviseIntervalSeconds: SUPERVISE_EVERY_S,
    monitorIntervalSeconds: SUPERVISE_EVERY_S,
    monitorVacuum: false,
  });
  boss.on("error", role.onError);
  await boss.start();
  await boss.createQueue(IMPORT_QUEUE, {
    // One live job per import, however often it is enqueued.
    policy: "exclusive",
    heartbeatSeconds: HEARTBEAT_S,
    retryLimit: RETRIES_MAX,
    retryDelay: 1,
    retryBackoff: false,
    expireInSeconds: EXPIRE_S,
  });
  return boss;
}

export async function sendImport(boss: PgBoss, id: string, group: string): Promise<void> {
  await boss.send(IMPORT_QUEUE, { id }, { singletonKey: id, group: { id: group } });
}

/** Imports of one dataset into one workspace run one after the other. */
export function importGroup(job: { workspaceId: string; dataset: string }): string {
  return `${job.workspaceId}:${job.dataset.toLowerCase()}`;
}

function overPool(db: Db): BossDatabase {
  return { executeSql: async (text, values) => db.pool.query(text, values) };
}
