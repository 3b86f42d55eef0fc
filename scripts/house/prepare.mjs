import fs from "node:fs";
import path from "node:path";
import { ensureInstalled } from "../install.mjs";
import { withTreeLock } from "../tree-lock.mjs";

const root = path.resolve(import.meta.dirname, "../..");

/** Makes the tree ready to run TypeScript from: settings of `.env`, dependencies, the generated database client. */
export async function prepare() {
  // The environment wins over the file.
  const settings = path.join(root, ".env");
  if (fs.existsSync(settings)) process.loadEnvFile(settings);
  await withTreeLock(root, async () => {
    await ensureInstalled(root);
    await import("../../packages/db/scripts/generate.mjs");
  });
  const { register } = await import("tsx/esm/api");
  register();
}
