import { temporaryFolder } from "./temporary-folder.ts";
import { killRounds } from "./log/kill-rounds.ts";

/** By hand: `node --import tsx packages/telemetry/test/log-kill.long.ts [rounds]`; throws on the first broken promise. */
const rounds = Number(process.argv[2] ?? 100);
await using folder = await temporaryFolder();
const { acked, tornBytes } = await killRounds(`${folder.path}/log`, rounds);
process.stdout.write(`${rounds} kills, ${acked} samples acked, all there; ${tornBytes} bytes were torn\n`);
