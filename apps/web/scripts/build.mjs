// Builds the pages into `.next/standalone`, complete: `node .next/standalone/apps/web/server.js` serves them.
// Needs no environment variable, no network and no database.
import { spawn } from "node:child_process";
import { cp, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const web = path.join(import.meta.dirname, "..");
const next = createRequire(path.join(web, "package.json")).resolve("next/dist/bin/next");

const code = await new Promise((resolve, reject) => {
  const child = spawn(process.execPath, [next, "build"], {
    cwd: web,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => child.kill(signal));
  child.once("error", reject);
  child.once("exit", (exit) => resolve(exit ?? 1));
});
if (code !== 0) process.exit(code);

// Next leaves these two out of the standalone folder: it expects a CDN to hold them.
const standalone = path.join(web, ".next/standalone/apps/web");
await cp(path.join(web, ".next/static"), path.join(standalone, ".next/static"), { recursive: true });
if (await exists(path.join(web, "public"))) {
  await cp(path.join(web, "public"), path.join(standalone, "public"), { recursive: true });
}
await stat(path.join(standalone, "server.js"));

async function exists(file) {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
