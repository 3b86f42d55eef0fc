import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createWorkspace, startTestDatabase } from "@retake/dev-env";
import { SessionLog, type LogItem, type LogTopic, type LogValues } from "@retake/telemetry/log";
import { RecordedSession, STARTED_AT } from "./seal/recorded-session.ts";

/**
 * By hand, on Linux: `node --import tsx apps/ingest/test/seal-memory.long.ts [megabytes of pictures]`. An hour of three topics at 50 Hz and
 * two cameras, all of it asked to be sealed at once; prints the sealing process's memory before and at its peak, and how long it took.
 */
const pictureBytes = Number(process.argv[2] ?? 300) * 1e6;
const PICTURE = 20_000;
const SECONDS = 3_600;
const TOPICS: LogTopic[] = [
  ...["/a", "/b", "/c"].map((name) => ({ name, type: "float32" as const, shape: [7] })),
  ...["/left", "/right"].map((name) => ({ name, type: "image" as const, shape: [] })),
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-seal-memory-"));
const database = await startTestDatabase();
const logFolder = path.join(folder, "log");
const { log } = await SessionLog.open({ folder: logFolder, lease: { fence: 1, shard: 0, held: () => true } });
const session = await RecordedSession.open(database.db, log, (await createWorkspace(database.db)).id);
const pictures = Math.round(pictureBytes / PICTURE / SECONDS);
for (let second = 0; second < SECONDS; second++) {
  const item = (topic: number, t: number, values: LogValues) =>
    ({ kind: "sample", topic, t, serverTime: STARTED_AT + t, frame: -1, values }) as const;
  const items: LogItem[] = [];
  for (let n = 0; n < 50; n++) {
    for (const topic of [0, 1, 2])
      items.push(item(topic, second + n / 50, new Float32Array(7).fill(Math.random())));
  }
  for (let n = 0; n < pictures; n++) {
    const bytes = new Uint8Array(PICTURE).fill((second + n) & 255);
    bytes.set([0xff, 0xd8]);
    items.push(item(3 + (n % 2), second + n / pictures, bytes));
  }
  await session.sendItems(items, TOPICS);
}
await session.end();

const began = performance.now();
const worker = fileURLToPath(new URL("seal/seal-worker.ts", import.meta.url));
const args = [
  "--import",
  "tsx",
  worker,
  database.url,
  path.join(folder, "store"),
  logFolder,
  String(64 << 20),
];
const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
await once(child.stdout, "data");
const before = memoryOf(child, "VmRSS");
while ((await database.db.prisma.recording.count({ where: { finished: false } })) > 0) await delay(50);
const parts = await database.db.prisma.segment.findMany({ orderBy: { part: "asc" } });
const { totalMessages } = await database.db.prisma.episode.findFirstOrThrow();
process.stdout.write(
  `${totalMessages} messages in ${parts.length} parts (rows ${parts.map(({ rows }) => rows).join(", ")}), ` +
    `${Math.round(performance.now() - began)} ms; MB at the start ${before}, at the peak ${memoryOf(child, "VmHWM")}\n`,
);
child.kill("SIGTERM");
await once(child, "exit");
await log.close();
await database.close();
fs.rmSync(folder, { recursive: true });

function memoryOf({ pid }: ChildProcess, field: string): number {
  const line = new RegExp(`${field}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? NaN) / 1024);
}
