import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { lease, readSeqs } from "./robots.ts";

const WRITER = fileURLToPath(new URL("kill-writer.ts", import.meta.url));

/**
 * Lets a real process write, kills it with SIGKILL after a number of acks drawn at random, and checks what is there, again and again.
 * @returns numbers acked in all rounds, and bytes cut
 */
export async function killRounds(
  folder: string,
  rounds: number,
): Promise<{ acked: number; tornBytes: number }> {
  const acked = new Map<string, number>();
  let tornBytes = 0;
  for (let round = 0; round < rounds; round++) {
    await writeUntilKilled(folder, { fence: 2 * round + 1, acks: Math.floor(Math.random() * 400), acked });
    const { log, report } = await SessionLog.open({
      folder,
      lease: lease(2 * round + 2),
      reserveBytes: 1000,
    });
    tornBytes += report.tornBytes;
    expect(report.losses).toEqual([]);
    for (const [session, seq] of acked) {
      const state = log.session(session);
      expect(state).toMatchObject({ meta: `meta of ${session}`, gaps: [], open: true });
      expect(state?.nextSeq).toBeGreaterThan(seq);
      expect(await readSeqs(log, session)).toHaveLength((state?.nextSeq ?? 0) - 1);
    }
    await log.close();
  }
  return { acked: [...acked.values()].reduce((sum, seq) => sum + seq, 0), tornBytes };
}

async function writeUntilKilled(
  folder: string,
  { fence, acks, acked }: { fence: number; acks: number; acked: Map<string, number> },
): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", WRITER, folder, String(fence)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let rest = "";
  let count = 0;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [session = "", seq = ""] = line.split(" ");
      acked.set(session, Number(seq));
      if (count++ === acks) child.kill("SIGKILL");
    }
  });
  const signal = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (_code, ended) => resolve(ended));
  });
  expect(signal).toBe("SIGKILL");
}
