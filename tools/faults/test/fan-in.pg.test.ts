import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { Plant } from "../src/plant/plant.ts";
import { sayIn } from "./say.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const ROBOTS = 100;
/** A process of ours has about 200 MB when it does nothing. */
const MEMORY_MB_MAX = 700;

interface Load {
  sent: number;
  confirmed: number;
  frames: number;
  lost: number;
  refused: number;
  reconnects: number;
  failures: string[];
  ackMs: { p50: number; p99: number };
  server: { peakMb: number } | null;
}

test.each(["binary", "json"])(
  "F11: all that 100 robots send at once as %s is durable: nothing lost, refused or sent twice, and memory stays bounded",
  async (form) => {
    await using plant = await Plant.open();
    const { pid } = await plant.startIngest();
    const much = ["--robots", `${ROBOTS}`, "--rate", "10", "--camera-rate", "1", "--duration", "3"];
    const server = [
      "--server-url",
      plant.door(),
      "--server-pid",
      `${pid}`,
      "--protocol-form",
      form,
      "--json",
    ];
    const program = ["--import", "tsx", "tools/mock-robot/src/load-cli.ts", ...much, ...server];
    const env = { ...process.env, RETAKE_TOKEN: plant.robotToken };
    const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: root, env });
    const load = JSON.parse(stdout) as Load;
    sayIn("F11")(
      `${form}: ${load.sent} messages, acks at p50, p99: ${load.ackMs.p50.toFixed(1)}, ${load.ackMs.p99.toFixed(1)} ms; at most ${load.server?.peakMb.toFixed(0)} MB`,
    );
    expect(load).toMatchObject({ lost: 0, refused: 0, failures: [], reconnects: 0, confirmed: load.sent });
    // At least a sample of each of three topics, and a picture.
    expect(load.sent).toBeGreaterThan(ROBOTS * 3);
    expect(load.frames).toBeGreaterThanOrEqual(ROBOTS);
    expect(load.server?.peakMb ?? 0).toBeLessThan(MEMORY_MB_MAX);
  },
);
