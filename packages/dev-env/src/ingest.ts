import { ingestUrlOf } from "./ingest-url.ts";
import { type Program, startProgram } from "./program.ts";

export interface IngestProcessOptions {
  databaseUrl: string;
  /** Its log lies in `<dataDir>/log`. */
  dataDir: string;
  /** 0 or absent takes a free one; a restart passes the one from before. */
  port?: number;
  /** Further environment variables, as an operator would set them. */
  env?: Record<string, string>;
}

/** The robots' door in a process of its own. */
export interface IngestProcess extends Program {
  port: number;
  /** `ws://…/ws/ingest` */
  ingestUrl: string;
}

/** Starts `apps/ingest/src/main.ts` without waiting for it. */
export function spawnIngest({ databaseUrl, dataDir, port = 0, env }: IngestProcessOptions): Program {
  return startProgram("apps/ingest/src/main.ts", {
    ...env,
    LOG_LEVEL: "info",
    HOST: "127.0.0.1",
    DATABASE_URL: databaseUrl,
    RETAKE_DATA_DIR: dataDir,
    INGEST_PORT: String(port),
  });
}

/** Starts `apps/ingest/src/main.ts` and waits until it listens. @throws Error with its output when it ends before */
export async function startIngest(options: IngestProcessOptions): Promise<IngestProcess> {
  const program = spawnIngest(options);
  const [, port] = await program.said(/"event":"listening".*?"port":(\d+)/);
  return { ...program, port: Number(port), ingestUrl: ingestUrlOf(Number(port)) };
}
