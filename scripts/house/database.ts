import { setTimeout as delay } from "node:timers/promises";
import { type LocalPostgres, startLocalPostgres } from "@retake/db/local-postgres";

const RETRY_MS = 1_000;

export interface Database {
  /** @returns the URL; also calls `moved` with another one should Postgres ever have to come back on another port */
  open: () => Promise<string>;
  close: () => Promise<void>;
}

/** Our own Postgres, started again whenever it ends, until it is closed. */
export function createDatabase(
  dir: string,
  tell: (line: string) => void,
  moved: (url: string) => void,
): Database {
  let closing = false;
  let current: Promise<LocalPostgres> | null = null;

  async function open(): Promise<string> {
    current = startLocalPostgres({ dir });
    const { url, ended } = await current;
    void ended.then(() => revive(url));
    return url;
  }

  async function revive(urlBefore: string): Promise<void> {
    while (!closing) {
      tell("[database] ended; starting it again");
      try {
        const url = await open();
        if (url !== urlBefore) moved(url);
        return;
      } catch (error) {
        tell(`[database] ${error instanceof Error ? error.message : String(error)}`);
        await delay(RETRY_MS);
      }
    }
  }

  return {
    open,
    async close() {
      closing = true;
      const postgres = await current?.catch(() => null);
      await postgres?.stop();
    },
  };
}
