#!/usr/bin/env node
// Stand-in for Prisma's native `schema-engine` binary: the same engine compiled to WebAssembly, behind the same
// stdio JSON-RPC and the same `cli` sub-commands. Prisma's CLI picks it through PRISMA_SCHEMA_ENGINE_BINARY, and so
// never downloads anything. Development only: the product applies migrations itself (src/migrate.ts).
import { knownFault, createDatabase, withClient } from "./schema-engine/database.mjs";
import { engineVersion } from "./schema-engine/wasm.mjs";
import { log, logPanic } from "./schema-engine/log.mjs";
import { serve } from "./schema-engine/rpc.mjs";

process.on("uncaughtException", (error) => {
  logPanic(error);
  process.exit(101);
});
process.on("unhandledRejection", (error) => {
  throw error;
});

const options = readArguments(process.argv.slice(2));
if (options.version) process.stdout.write(`schema-engine-cli ${engineVersion()}\n`);
else if (options.cli) await runCommand(options.cli, options.url);
else serve({ url: options.url, datamodels: options.datamodels });

function readArguments(words) {
  const found = { datamodels: [], url: process.env.DATABASE_URL, cli: undefined, version: false };
  for (let i = 0; i < words.length; i += 1) {
    if (words[i] === "--datamodels") found.datamodels.push(words[++i]);
    else if (words[i] === "--datasource") found.url = JSON.parse(words[++i]).url ?? found.url;
    else if (words[i] === "cli") found.cli = words[++i];
    else if (words[i] === "--version") found.version = true;
    else if (words[i].startsWith("--")) i += 1;
  }
  return found;
}

async function runCommand(command, url) {
  log("INFO", { message: "Starting schema engine CLI" });
  try {
    if (command === "can-connect-to-database") await withClient(url, (client) => client.query("select 1"));
    else if (command === "create-database") await createDatabase(url);
    else throw new Error(`the stand-in has no command ${command}`);
  } catch (error) {
    log("ERROR", { is_panic: false, ...knownFault(error, url) });
    process.exitCode = 1;
  }
}
