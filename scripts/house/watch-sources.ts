import fs from "node:fs";
import path from "node:path";
import { ROOT } from "./root.ts";

const SETTLE_MS = 200;

/** Calls once after each burst of changes in the sources that run unbuilt. @returns a function that stops watching */
export function watchSources(changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const folders = [
    ...fs.readdirSync(path.join(ROOT, "packages")).map((name) => path.join("packages", name, "src")),
    "apps/ingest/src",
    "apps/web/streams",
    "apps/web/src/server",
  ];
  const watchers = folders
    .map((folder) => path.join(ROOT, folder))
    .filter((folder) => fs.existsSync(folder))
    .map((folder) =>
      fs.watch(folder, { recursive: true }, (_event, name) => {
        if (name === null || !name.endsWith(".ts")) return;
        clearTimeout(timer);
        timer = setTimeout(changed, SETTLE_MS);
      }),
    );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
