import fs from "node:fs";
import path from "node:path";
import { AppError, toAppError } from "@retake/core/errors";
import type { Bootstrapped } from "@retake/db/bootstrap";
import { type ProcessLock, tryProcessLock } from "@retake/db/local-postgres";
import { type Flags, USAGE, parseFlags } from "./flags.ts";
import { createHouse } from "./house.ts";
import { holdPorts, openFolder } from "./preflight.ts";
import { type Settings, readSettings, settle, storeFolder } from "./settings.ts";
import { createSteps } from "./steps.ts";
import { whenAskedToStop } from "./when-asked-to-stop.ts";

/** `npm run up`: returns once the house is ready; the process then lives until it is asked to stop. */
export async function main(words: string[]): Promise<void> {
  let flags: Flags;
  try {
    flags = parseFlags(words);
  } catch (error) {
    // Node adds advice on positional arguments, of which there are none here.
    const [why] = (error instanceof Error ? error.message : String(error)).split(/[.\n]/, 1);
    process.stderr.write(`${why}.\n\n${USAGE}\n`);
    process.exit(2);
  }
  if (flags.help) return void process.stdout.write(`${USAGE}\n`);
  try {
    await open(flags);
  } catch (thrown) {
    fail(thrown);
  }
}

async function open(flags: Flags): Promise<void> {
  const config = readSettings(flags);
  const dataDir = openFolder({ dir: config.dataDir, purpose: "data folder", setBy: "--data-dir" });
  const store = storeFolder(config);
  if (store !== null) openFolder({ dir: store, purpose: "store", setBy: "STORAGE_URL" });
  const lock = lockDataDir(dataDir);
  process.once("exit", () => lock.release());
  const ports = await holdPorts(config.host, [
    { flag: "--port", purpose: "web", port: config.port },
    { flag: "--ingest-port", purpose: "ingest", port: config.ingestPort },
  ]);
  const [port = 0, ingestPort = 0] = ports.numbers;
  const settings = settle(config, dataDir, port, ingestPort);
  const steps = createSteps();
  const house = createHouse(settings, flags, steps, ports);

  let asked = false;
  whenAskedToStop(() => {
    asked = true;
    steps.say("Stopping …");
    void house.stop().then(
      () => {
        steps.say("Stopped. Everything is kept.");
        process.exit(0);
      },
      (error: unknown) => fail(error),
    );
  });

  try {
    const owner = await house.start();
    if (!asked) steps.say(readyLine(settings, owner));
  } catch (error) {
    // What was cut off by the wish to stop is no failure.
    if (asked) return;
    await house.stop().catch(() => undefined);
    throw error;
  }
}

function lockDataDir(dataDir: string): ProcessLock {
  const lock = tryProcessLock(path.join(dataDir, "up.lock"));
  if ("release" in lock) return lock;
  throw new AppError(
    "conflict",
    `Retake already runs on ${dataDir} (process ${lock.heldBy}). Stop that one, or choose another folder with --data-dir.`,
  );
}

function readyLine({ webUrl, ingestUrl }: Settings, owner: Bootstrapped): string {
  const signIn = fs.existsSync(owner.credentialsPath)
    ? `sign in as ${owner.credentials?.email} with the password in ${owner.credentialsPath}`
    : "sign in with your account";
  return `ready: web ${webUrl}  ingest ${ingestUrl}  ${signIn}`;
}

function fail(thrown: unknown): never {
  const error = toAppError(thrown);
  process.stderr.write(`\n${error.code === "internal" ? (error.detail ?? error.message) : error.message}\n`);
  process.exit(1);
}
