import { type Program, startProgram } from "./program.ts";

export interface FrontProcess extends Program {
  url: string;
}

/** Starts `apps/web/streams/main.ts` and waits until it listens. @throws Error with its output when it ends before */
export async function startFrontProcess(env: Record<string, string>): Promise<FrontProcess> {
  const program = startProgram("apps/web/streams/main.ts", {
    LOG_LEVEL: "info",
    HOST: "127.0.0.1",
    PORT: "0",
    AUTH_SECRET: "a secret of this test house, and of no other one",
    ...env,
  });
  const [, url = ""] = await program.said(/"event":"listening".*?"url":"([^"]+)"/);
  return { ...program, url };
}

/** Starts `apps/ingest/src/worker-main.ts` and waits until it is ready. @throws Error with its output when it ends before */
export async function startWorkerProcess(env: Record<string, string>): Promise<Program> {
  const program = startProgram("apps/ingest/src/worker-main.ts", { LOG_LEVEL: "info", ...env });
  await program.said(/^"ready"$/m);
  return program;
}
