import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Indexing is work of its own, with its own command line: this one may be without it. */
const INDEXING_CLI = fileURLToPath(new URL("../../indexing/src/cli.ts", import.meta.url));

/** Runs `seed-embeddings` over a workspace; its bar is seen, its result is not. @returns whether all went well */
export async function indexWorkspace(slug: string): Promise<boolean> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const args = ["--import", loader, INDEXING_CLI, "--workspace", slug, "--json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const stop = (): void => void child.kill("SIGTERM");
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0;
}
