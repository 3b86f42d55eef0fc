import { createRequire } from "node:module";
import path from "node:path";
import type { ChildSpec } from "./life.ts";
import { answers, saysReady } from "./health.ts";
import { serverOf } from "./pages-store.ts";
import { ROOT } from "./root.ts";
import type { Settings } from "./settings.ts";

export const SAMPLE = path.join(ROOT, "packages/importer/sample/retake-sample");

/** The processes of the house besides Postgres. Only the front and the robots' door are reachable from outside. */
export function childSpecs(options: {
  settings: Settings;
  env: NodeJS.ProcessEnv;
  nextPort: number;
  /** Folder of the built pages; null for the sources themselves, with hot reload. */
  pages: string | null;
}): ChildSpec[] {
  const { settings, env, nextPort, pages } = options;
  const typescript = (file: string): Pick<ChildSpec, "args" | "cwd"> => ({
    args: ["--import", "tsx", path.join(ROOT, file)],
    cwd: ROOT,
  });
  const nextUrl = `http://127.0.0.1:${nextPort}`;
  return [
    {
      name: "pages",
      ...nextCommand(pages, nextPort),
      env: {
        ...env,
        NODE_ENV: pages === null ? "development" : "production",
        NEXT_TELEMETRY_DISABLED: "1",
        PORT: String(nextPort),
        HOSTNAME: "127.0.0.1",
      },
      // A fault in the sources is what `npm run dev` shows, in the page.
      healthy: (_child, signal) => answers(`${nextUrl}/signin`, signal, pages === null ? 600 : 500),
    },
    {
      name: "web",
      ...typescript("apps/web/streams/main.ts"),
      env: { ...env, RETAKE_NEXT_URL: nextUrl },
      healthy: (_child, signal) => answers(local(settings.config.host, settings.port), signal),
    },
    {
      name: "ingest",
      ...typescript("apps/ingest/src/main.ts"),
      env,
      healthy: (_child, signal) => answers(local(settings.config.host, settings.ingestPort), signal),
    },
    {
      name: "worker",
      ...typescript("apps/ingest/src/worker-main.ts"),
      env: { ...env, ...withSampleFolder(settings.config.importRoots) },
      healthy: saysReady,
    },
  ];
}

function nextCommand(pages: string | null, port: number): Pick<ChildSpec, "args" | "cwd"> {
  if (pages !== null) return { args: [serverOf(pages)], cwd: path.dirname(serverOf(pages)) };
  const web = path.join(ROOT, "apps/web");
  const next = createRequire(path.join(web, "package.json")).resolve("next/dist/bin/next");
  return { args: [next, "dev", "--port", String(port), "--hostname", "127.0.0.1"], cwd: web };
}

/** Where to reach a server that listens on `host` from this machine. */
function local(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}/health`;
}

/** Roots that an operator allows must not shut out the bundled sample. */
function withSampleFolder(roots: string[] | null): NodeJS.ProcessEnv {
  return roots === null ? {} : { RETAKE_IMPORT_ROOTS: [...roots, SAMPLE].join(":") };
}
