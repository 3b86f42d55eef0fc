import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError, toAppError } from "@retake/core/errors";
import { connectHouse } from "@retake/db/connect-house";
import { openObjectStore } from "@retake/telemetry/object-store";
import { type CliArgs, parseCliArgs, USAGE } from "./cli-args.ts";
import { createProgressBar } from "./cli-progress.ts";
import { loadConfig, startFolder } from "./env.ts";
import { importDataset } from "./import-dataset.ts";
import { indexWorkspace } from "./index-workspace.ts";
import { recordImport } from "./register/record-import.ts";
import type { ImportResult } from "./types.ts";

const EXIT = { done: 0, failed: 1, usage: 2, losses: 3 } as const;

/** A relative folder is what the person sees from where they stand; everything else is left to the importer. */
async function absoluteFolder(text: string): Promise<string> {
  if (text.startsWith("/") || text.includes("\0")) return text;
  const path = resolve(startFolder(), text);
  const isFolder = (await stat(join(path, "meta")).catch(() => null))?.isDirectory() ?? false;
  return isFolder ? path : text;
}

async function run(args: CliArgs): Promise<ImportResult & { workspace: string }> {
  const config = loadConfig();
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  const bar = createProgressBar(process.stderr);
  const { db, workspace, close } = await connectHouse(config, args.workspace);
  try {
    const request = {
      dataset: await absoluteFolder(args.dataset),
      skipDownload: args.skipDownload,
      ...(args.revision === null ? {} : { revision: args.revision }),
      ...(args.episodes === null ? {} : { episodes: args.episodes }),
    };
    const startedAt = new Date();
    const result = await importDataset({
      db,
      store: openObjectStore(config.storageUrl),
      workspaceId: workspace.id,
      request,
      hub: config.hub,
      importRoots: config.importRoots,
      progress: (update) => bar.update(update),
      signal: stop.signal,
    });
    await recordImport(db, workspace.id, request, args.embed, startedAt, result);
    return { ...result, workspace: workspace.slug };
  } finally {
    bar.end();
    await close();
  }
}

function report(args: CliArgs, result: ImportResult): void {
  const { status, imported, unchanged, quarantined, warnings, datasetSlug } = result;
  if (args.json) {
    const set = quarantined.map(({ episodeIndex, reason }) => ({ episode_index: episodeIndex, reason }));
    const answer = {
      status,
      dataset: args.dataset,
      dataset_slug: datasetSlug,
      imported,
      unchanged,
      quarantined: set,
    };
    console.log(JSON.stringify({ ...answer, warnings, error: null }));
    return;
  }
  const rest = quarantined.length > 0 ? `, ${quarantined.length} set aside` : "";
  console.log(`${datasetSlug}: ${imported} episodes imported, ${unchanged} unchanged${rest}.`);
  for (const { episodeIndex, reason } of quarantined)
    console.log(`  set aside: episode ${episodeIndex}: ${reason}`);
  for (const { message } of warnings) console.log(`  note: ${message}`);
}

function reportError(args: CliArgs, thrown: unknown): void {
  const { code, message, detail } = toAppError(thrown);
  if (args.json) {
    const status =
      code === "cancelled" ? "cancelled" : toAppError(thrown).status < 500 ? "refused" : "failed";
    const empty = { imported: 0, unchanged: 0, quarantined: [], warnings: [] };
    console.log(
      JSON.stringify({
        status,
        dataset: args.dataset,
        dataset_slug: null,
        ...empty,
        error: { code, message },
      }),
    );
  } else console.error(`Not imported (${code}): ${message}`);
  if (!(thrown instanceof AppError) && detail !== undefined) console.error(detail);
}

async function main(): Promise<number> {
  let args: CliArgs | "help";
  try {
    args = parseCliArgs(process.argv.slice(2));
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (args === "help") {
    console.log(USAGE);
    return EXIT.done;
  }
  try {
    const result = await run(args);
    const isIndexed = !args.embed || (await indexWorkspace(result.workspace));
    report(args, result);
    if (!isIndexed)
      console.error("Imported, but not indexed for search; `npm run seed-embeddings` tries again.");
    return result.status === "completed" && isIndexed ? EXIT.done : EXIT.losses;
  } catch (thrown) {
    reportError(args, thrown);
    return EXIT.failed;
  }
}

process.exitCode = await main();
