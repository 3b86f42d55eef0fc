import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "./root.ts";

const SOURCES = [
  "apps/web",
  "packages/core",
  "packages/db",
  "packages/media",
  "packages/telemetry",
  "packages/trpc",
];
const NOT_SOURCES = new Set(["node_modules", ".next", "test", "streams", "migrations", "generated"]);

/** Names what the pages are built from, on which kind of machine: 16 hex digits. */
export function hashPageSources(): string {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  hash.update(fs.readFileSync(path.join(ROOT, "package-lock.json")));
  for (const source of SOURCES) {
    for (const file of listFiles(path.join(ROOT, source))) {
      hash.update(`\0${path.relative(ROOT, file)}\0`).update(fs.readFileSync(file));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function listFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return NOT_SOURCES.has(entry.name) ? [] : listFiles(full);
      return entry.name.endsWith(".tsbuildinfo") || entry.name === "next-env.d.ts" ? [] : [full];
    });
}
