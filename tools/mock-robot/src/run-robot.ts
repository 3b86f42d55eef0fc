import type { FinishedSession, OutgoingItem, RobotClient } from "./client.ts";
import { createRandom } from "./motion/random.ts";
import type { Due } from "./stream.ts";
import { Reorder } from "./stream/reorder.ts";

export interface RunOptions {
  client: RobotClient;
  stream: AsyncGenerator<Due, void, undefined>;
  seed: number;
  /** 0 to 1. */
  reorder: number;
  dropEveryS: number | null;
  outcome: "success" | "failure" | null;
  /** What has been reached by then. */
  reward: (seconds: number) => number;
  /** Ends the stream early; what was said is still sent. */
  signal: AbortSignal;
}

/**
 * Says everything when it is due, then ends the session. A robot whose client is full waits and goes on later: nothing is left
 * out.
 * @throws RobotFailure
 */
export async function runRobot(options: RunOptions): Promise<FinishedSession> {
  const { client, outcome, reward, dropEveryS, signal } = options;
  await client.start();
  const cuts = dropEveryS === null ? undefined : setInterval(() => client.cut(), dropEveryS * 1_000);
  try {
    const seconds = await sayAll(options, signal);
    return await client.finish({ outcome, totalReward: reward(seconds) });
  } finally {
    clearInterval(cuts);
  }
}

/** @returns the time up to which everything was said */
async function sayAll({ client, stream, reorder, seed }: RunOptions, signal: AbortSignal): Promise<number> {
  const begin = performance.now();
  const order = new Reorder(reorder, createRandom(seed + 2));
  let seconds = 0;
  // The next pictures are drawn while this one waits for its time.
  let next = stream.next();
  for (;;) {
    const { value, done } = await next;
    if (done === true || signal.aborted) break;
    next = stream.next();
    await until(begin + value.at * 1_000, signal);
    if (signal.aborted) break;
    for (const item of value.items.flatMap((each) => order.pass(each))) await say(client, item);
    seconds = value.at;
  }
  for (const item of order.rest()) await say(client, item);
  return seconds;
}

async function say(client: RobotClient, item: OutgoingItem): Promise<void> {
  while (!client.send(item)) await client.room();
}

async function until(time: number, signal: AbortSignal): Promise<void> {
  const pause = time - performance.now();
  if (pause <= 0) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, pause);
    signal.addEventListener("abort", end, { once: true });
  });
}
