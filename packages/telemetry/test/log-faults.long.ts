import fc from "fast-check";
import { survivesRandomFaults } from "./log/fault-play.ts";

/** By hand: `node --import tsx packages/telemetry/test/log-faults.long.ts [runs] [seed] [path]`; throws on the first broken promise. */
const [runs = "20000", seed = String(Date.now() | 0), path] = process.argv.slice(2);
await fc.assert(survivesRandomFaults, { numRuns: Number(runs), seed: Number(seed), ...(path && { path }) });
process.stdout.write(`${runs} runs with seed ${seed}: all that was acked was there\n`);
