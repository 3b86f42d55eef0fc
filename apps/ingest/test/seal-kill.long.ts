import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startTestDatabase } from "@retake/dev-env";
import { killRounds } from "./seal/kill-rounds.ts";

/** By hand: `node --import tsx apps/ingest/test/seal-kill.long.ts [rounds]`; throws on the first broken promise. */
const rounds = Number(process.argv[2] ?? 20);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-seal-kill-"));
const database = await startTestDatabase();
const folders = { store: path.join(folder, "store"), log: path.join(folder, "log") };
const { parts, midway } = await killRounds(database, folders, rounds);
process.stdout.write(`${rounds} kills, ${midway} of them midway, ${parts} parts, every message once\n`);
await database.close();
fs.rmSync(folder, { recursive: true });
