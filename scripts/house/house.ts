// Everything that runs: Postgres first, then the four processes; stopped the other way round.
import fs from "node:fs";
import path from "node:path";
import { type Db, createDb } from "@retake/db";
import { type Bootstrapped, bootstrap } from "@retake/db/bootstrap";
import { installJobs } from "@retake/db/jobs";
import { freePort } from "@retake/db/local-postgres";
import { migrate } from "@retake/db/migrate";
import { buildWeb, findPages } from "./build-web.ts";
import { type Child, createChild } from "./child.ts";
import { SAMPLE, childSpecs } from "./children.ts";
import { createDatabase } from "./database.ts";
import type { Flags } from "./flags.ts";
import { openLogFile } from "./log-file.ts";
import type { HeldPorts } from "./preflight.ts";
import { waitForImport } from "./sample.ts";
import { type Settings, childEnv } from "./settings.ts";
import type { Steps } from "./steps.ts";
import { watchSources } from "./watch-sources.ts";

export interface House {
  start: () => Promise<Bootstrapped>;
  /** May be called at any time, also while it starts. */
  stop: () => Promise<void>;
}

export function createHouse(settings: Settings, flags: Flags, steps: Steps, ports: HeldPorts): House {
  const { config, dataDir, webUrl, ingestUrl } = settings;
  const stopping = new AbortController();
  const { signal } = stopping;
  let children: Child[] = [];
  let unwatch = (): void => undefined;
  const database = createDatabase(path.join(dataDir, "postgres"), steps.say, (url) =>
    children.forEach((child) => child.restart({ DATABASE_URL: url })),
  );

  async function startChildren(databaseUrl: string, pages: string | null): Promise<void> {
    children = await makeChildren(settings, steps, databaseUrl, pages);
    await ports.release();
    signal.throwIfAborted();
    await Promise.all(children.map((child) => child.start()));
    // Next reloads by itself.
    if (!flags.dev) return;
    unwatch = watchSources(() => {
      steps.say("Sources changed: starting web, ingest and worker again");
      for (const child of children.slice(1)) child.restart();
    });
  }

  return {
    async start() {
      const databaseUrl = config.databaseUrl ?? (await steps.run("Starting Postgres", database.open));
      signal.throwIfAborted();
      await steps.run("Bringing the database up to date", async () => {
        await migrate(databaseUrl);
        await withDb(databaseUrl, installJobs);
      });
      const pages = flags.dev ? null : await openPages(steps, signal);
      signal.throwIfAborted();
      const firstDataset = flags.sample && fs.existsSync(SAMPLE) ? SAMPLE : null;
      return withDb(databaseUrl, async (db) => {
        const owner = await bootstrap(db, { dataDir, webUrl, ingestUrl, firstDataset });
        await steps.run("Starting web, ingest and worker", () => startChildren(databaseUrl, pages));
        if (owner.firstImportId !== null) await importSample(db, owner.firstImportId, steps, signal);
        return owner;
      });
    },
    async stop() {
      stopping.abort();
      unwatch();
      await Promise.all(children.map((child) => child.stop()));
      await database.close();
    },
  };
}

async function openPages(steps: Steps, signal: AbortSignal): Promise<string> {
  return findPages() ?? steps.run("Building the pages", (note) => buildWeb(note, signal));
}

async function makeChildren(
  settings: Settings,
  steps: Steps,
  databaseUrl: string,
  pages: string | null,
): Promise<Child[]> {
  const env = childEnv(settings, databaseUrl);
  const specs = childSpecs({ settings, env, nextPort: await freePort(), pages });
  const logs = path.join(settings.dataDir, "logs");
  return specs.map((spec) => createChild(spec, openLogFile(logs, spec.name), steps.say));
}

async function importSample(db: Db, job: string, steps: Steps, signal: AbortSignal): Promise<void> {
  const fault = await steps.run("Importing the sample dataset", (note) =>
    waitForImport(db, job, note, signal),
  );
  if (fault !== null) steps.say(`  The sample is not complete: ${fault}`);
}

async function withDb<T>(url: string, use: (db: Db) => Promise<T>): Promise<T> {
  const db = createDb(url, { connectionsMax: 3 });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}
