import { resolve } from "node:path";
import { createLocalEmbedder } from "@retake/ai/embedder";
import { AppError, toAppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import { connectHouse } from "@retake/db/connect-house";
import { openObjectStore } from "@retake/telemetry/object-store";
import { type CliArgs, parseCliArgs, USAGE } from "./cli-args.ts";
import { createProgressBar } from "./cli-progress.ts";
import { loadConfig, startFolder } from "./env.ts";
import {
  createIndexer,
  type IndexLog,
  type IndexProgress,
  type RunOptions,
  type RunResult,
} from "./indexer.ts";
import { followRun } from "./run/follow-run.ts";
import { noCounts } from "./types.ts";

const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Stages tell their faults in the result; the rest is for a service's log. */
const QUIET: IndexLog = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

interface Outcome extends RunResult {
  /** Whether the house's worker did it. */
  followed: boolean;
  failures: { session: string; reasons: string[] }[];
}

async function run(args: CliArgs): Promise<Outcome> {
  const config = loadConfig(args.dataDir === null ? null : resolve(startFolder(), args.dataDir));
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  const bar = createProgressBar(process.stderr);
  const { db, workspace, close } = await connectHouse(config, args.workspace);
  const embedder = createLocalEmbedder();
  const { openai, ffmpegPath } = config;
  const indexer = createIndexer({
    db,
    store: openObjectStore(config.storageUrl),
    embedder,
    openai,
    ffmpegPath,
    log: QUIET,
  });
  try {
    const only = args.workspace === null ? null : workspace.id;
    const options = {
      signal: stop.signal,
      batchSize: args.batchSize,
      onProgress: (one: IndexProgress) => bar.update(one),
    };
    const result = await indexer.runOnce(only, options).catch(async (thrown: unknown) => {
      if (!(thrown instanceof AppError) || thrown.code !== "conflict") throw thrown;
      if (process.stderr.isTTY)
        process.stderr.write("The house runs: its worker indexes, and this follows it.\n");
      return follow(db, only, embedder.space, options);
    });
    return { followed: false, ...result, failures: await loadFailures(db, only) };
  } finally {
    bar.end();
    await indexer.stop();
    await embedder.close();
    await close();
  }
}

async function follow(
  db: Db,
  only: string | null,
  space: string,
  { signal, onProgress }: Required<Pick<RunOptions, "signal" | "onProgress">>,
): Promise<Omit<Outcome, "failures">> {
  const where = only === null ? {} : { id: only };
  const problems: string[] = [];
  for (const { id } of await db.prisma.workspace.findMany({ where, select: { id: true } })) {
    const problem = await followRun(db, id, space, { signal, onProgress });
    if (problem !== null) problems.push(problem);
  }
  return { counts: noCounts(), problems, followed: true };
}

async function loadFailures(db: Db, only: string | null): Promise<Outcome["failures"]> {
  const where = { problems: { not: {} }, ...(only === null ? {} : { workspaceId: only }) };
  const rows = await db.prisma.episodeIndex.findMany({
    where,
    select: { problems: true, episode: { select: { sessionId: true } } },
    orderBy: { episodeId: "asc" },
  });
  return rows.map(({ problems, episode }) => ({
    session: episode.sessionId,
    reasons: Object.values(problems as Record<string, string>),
  }));
}

function report(args: CliArgs, { counts, problems, failures, followed }: Outcome): void {
  if (args.json) {
    console.log(
      JSON.stringify({ status: statusOf(problems), followed, counts, problems, failures, error: null }),
    );
    return;
  }
  const { episodes, refreshed, texts, layouts, placed } = counts;
  console.log(
    followed
      ? "The worker has indexed everything."
      : `${episodes} episodes read, ${refreshed} refreshed, ${texts} texts embedded, ${layouts} maps laid out, ${placed} points placed.`,
  );
  for (const { session, reasons } of failures) console.log(`  not whole: ${session}: ${reasons.join(" ")}`);
  for (const problem of problems) console.error(`  could not be done: ${problem}`);
}

function statusOf(problems: readonly string[]): string {
  return problems.length === 0 ? "completed" : "failed";
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
    const outcome = await run(args);
    report(args, outcome);
    return outcome.problems.length === 0 ? EXIT.done : EXIT.failed;
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    if (args.json) console.log(JSON.stringify({ status: "failed", error: { code, message } }));
    else console.error(`Not indexed (${code}): ${message}`);
    return EXIT.failed;
  }
}

process.exitCode = await main();
