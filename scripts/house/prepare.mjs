import fs from "node:fs";
import path from "node:path";
import { ensureInstalled } from "../install.mjs";

/** Makes the tree ready to run TypeScript from: settings of `.env`, dependencies, the generated database client. */
export async function prepare() {
  const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), "../..");
  await ensureInstalled(root);
  // The environment wins over the file.
  const settings = path.join(root, ".env");
  if (fs.existsSync(settings)) process.loadEnvFile(settings);
  await import("../../packages/db/scripts/generate.mjs");
  const { register } = await import("tsx/esm/api");
  register();
}
