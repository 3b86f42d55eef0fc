// Generates the database client into src/generated when the schema or Prisma's version changed since; works offline.
// Flags: --force. Prints nothing when there is nothing to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const prismaPackage = require.resolve("prisma/package.json");
const prisma = JSON.parse(fs.readFileSync(prismaPackage, "utf8"));

const schema = fs.readFileSync(path.join(root, "prisma/schema.prisma"));
const wanted = createHash("sha256").update(prisma.version).update(schema).digest("hex");
const stamp = path.join(root, "src/generated/.made-from");
const found = fs.existsSync(stamp) ? fs.readFileSync(stamp, "utf8") : "";

if (found !== wanted || process.argv.includes("--force")) {
  const cli = path.resolve(path.dirname(prismaPackage), prisma.bin.prisma);
  const run = spawnSync(process.execPath, [cli, "generate"], {
    cwd: root,
    env: { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1", NO_COLOR: "1" },
    encoding: "utf8",
  });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    process.exit(1);
  }
  fs.writeFileSync(stamp, wanted);
  process.stdout.write(`generated the database client (Prisma ${prisma.version})\n`);
}
