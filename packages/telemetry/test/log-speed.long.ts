import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { SessionLog, type ItemBatch } from "@retake/telemetry/log";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * By hand: `node --import tsx packages/telemetry/test/log-speed.long.ts [seconds]`. Prints durable records per second when saturated, ack
 * times at 15,000 messages a second from 100 sessions, and beside them what the disk's own fdatasync takes, the event loop's delay, and
 * the CPU time of a message, which a busy machine changes least.
 */
const seconds = Number(process.argv[2] ?? 10);
const SESSIONS = 100;
const TOPICS: ItemBatch["topics"] = [{ name: "/joint_states", type: "float32", shape: [12] }];

const values = new Float32Array(12).fill(1.5);
const batchOf = (firstSeq: number, count: number): ItemBatch => ({
  firstSeq,
  topics: TOPICS,
  items: Array.from({ length: count }, (_, i) => ({
    kind: "sample",
    topic: 0,
    t: (firstSeq + i) / 100,
    serverTime: 1e9,
    frame: -1,
    values,
  })),
});

async function opened(folder: string): Promise<SessionLog> {
  const { log } = await SessionLog.open({ folder, lease: { shard: 0, fence: 1, held: () => true } });
  await Promise.all(
    Array.from(
      { length: SESSIONS },
      (_, i) =>
        new Promise<void>((resolve, reject) => {
          log.openSession(`s${i}`, "{}", (error) => (error === null ? resolve() : reject(error)));
        }),
    ),
  );
  return log;
}

/** Each session sends its next batch when the one before is acked. */
async function saturated(log: SessionLog, perBatch: number): Promise<number> {
  const until = performance.now() + 1000 * seconds;
  let acked = 0;
  const run = (session: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const next = (): void => {
        log.appendItems(session, batchOf(log.expectedSeq(session), perBatch), (error) => {
          if (error !== null) return reject(error);
          acked += perBatch;
          if (performance.now() < until) next();
          else resolve();
        });
      };
      next();
    });
  const begin = performance.now();
  await Promise.all(Array.from({ length: SESSIONS }, (_, i) => run(`s${i}`)));
  return (1000 * acked) / (performance.now() - begin);
}

/** 150 messages a second from each session, one by one, in turns of 2 ms. */
async function paced(log: SessionLog): Promise<number[]> {
  const times: number[] = [];
  const begin = performance.now();
  for (let sent = 0; ;) {
    const elapsed = performance.now() - begin;
    if (elapsed > 1000 * seconds) break;
    for (; sent < elapsed * 15; sent++) {
      const session = `s${sent % SESSIONS}`;
      const at = performance.now();
      log.appendItems(session, batchOf(log.expectedSeq(session), 1), (error) => {
        if (error !== null) throw error;
        times.push(performance.now() - at);
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  while (log.waitingBytes > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  return times;
}

/** What a write of 4 KiB and an fdatasync take here, one after the other. */
async function bareSyncs(folder: string): Promise<number[]> {
  const file = await open(join(folder, "bare"), "w");
  const times: number[] = [];
  for (const until = performance.now() + 500 * seconds; performance.now() < until;) {
    const at = performance.now();
    await file.write(Buffer.alloc(4096, 1));
    await file.datasync();
    times.push(performance.now() - at);
  }
  await file.close();
  await rm(join(folder, "bare"));
  return times;
}

function percentiles(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(2);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms, max ${at(1)} ms (${sorted.length})`;
}

/** The CPU time that `act` takes for each of the messages it returns the number of, all threads together. */
async function perMessage<T>(act: () => Promise<T>, messages: (result: T) => number): Promise<[T, string]> {
  const before = process.cpuUsage();
  const result = await act();
  const { user, system } = process.cpuUsage(before);
  return [result, `${((user + system) / messages(result)).toFixed(2)} µs CPU a message`];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

await using folder = await temporaryFolder();
say(`fdatasync alone: ${percentiles(await bareSyncs(folder.path))}`);
const log = await opened(join(folder.path, "paced"));
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const [times, pacedCpu] = await perMessage(
  () => paced(log),
  (all) => all.length,
);
say(`ack at 15,000 messages/s: ${percentiles(times)}; ${pacedCpu}`);
delay.disable();
say(
  `event loop meanwhile: p99 ${(delay.percentile(99) / 1e6).toFixed(2)} ms, max ${(delay.max / 1e6).toFixed(2)} ms`,
);
await log.close();
for (const perBatch of [1, 100]) {
  const other = await opened(join(folder.path, `saturated${perBatch}`));
  const [rate, cpu] = await perMessage(
    () => saturated(other, perBatch),
    (perSecond) => perSecond * seconds,
  );
  say(
    `saturated, ${perBatch} to a batch: ${Math.round(rate).toLocaleString("en")} messages/s durable; ${cpu}`,
  );
  await other.close();
  const begin = performance.now();
  const { report } = await SessionLog.open({
    folder: join(folder.path, `saturated${perBatch}`),
    lease: { shard: 0, fence: 2, held: () => true },
  });
  const took = performance.now() - begin;
  say(
    `  recovered ${report.records.toLocaleString("en")} records, ${report.bytes >> 20} MiB in ${took.toFixed(0)} ms`,
  );
}
