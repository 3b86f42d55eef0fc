import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { migrationAdapterFactory } from "./adapter.mjs";

const bindingsPath = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");

export function engineVersion() {
  return JSON.parse(fs.readFileSync(path.join(path.dirname(bindingsPath), "package.json"), "utf8")).version;
}

/** @returns `{ call(method, params), errorOf(thrown), close() }` over one engine bound to the database at `url` */
export async function openEngine({ url, datamodels }) {
  const bindings = await loadBindings();
  const open = new Set();
  const factory = bindMigrationAwareSqlAdapterFactory(migrationAdapterFactory(url, open));
  const files = datamodels.map((file) => [file, fs.readFileSync(file, "utf8")]);
  const trace = (line) => process.env.DEBUG && process.stderr.write(`${line.trim()}\n`);
  const engine = await bindings.SchemaEngine.new(
    { datamodels: files.length > 0 ? files : undefined },
    trace,
    factory,
  );
  return {
    call: (method, params) => callEngine(engine, method, params),
    errorOf(thrown) {
      const id = /External error id#(\d+)/.exec(thrown?.message ?? "")?.[1];
      return (id && factory.errorRegistry.consumeError(Number(id))?.error) ?? thrown;
    },
    async close() {
      for (const adapter of open) await adapter.dispose().catch(() => undefined);
    },
  };
}

// evaluateDataLoss and createMigration read the migrations' schema from a cache that devDiagnostic fills; once new
// migrations were applied the cache misses and the engine asks for an "external factory": fill it and ask again.
async function callEngine(engine, method, params) {
  if (typeof engine[method] !== "function") throw new Error(`the stand-in has no method ${method}`);
  try {
    return await engine[method](params);
  } catch (error) {
    if (!/external factory/.test(error?.message ?? "")) throw error;
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    return engine[method](params);
  }
}

async function loadBindings() {
  const bindings = await import(bindingsPath);
  const bytes = fs.readFileSync(bindingsPath.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}
