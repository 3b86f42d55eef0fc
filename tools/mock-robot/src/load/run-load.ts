import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type FinishedSession, type RobotClient, RobotFailure } from "../client.ts";
import { RobotMotion } from "../motion/robot-motion.ts";
import { cameraAt } from "../scene/camera.ts";
import { renderPicture } from "../scene/render-picture.ts";
import { AckTimes } from "./ack-times.ts";
import type { LatencyHistogram } from "./latency-histogram.ts";
import type { LoadArgs } from "./load-args.ts";
import { LoadRobot } from "./load-robot.ts";
import { type ServerReport, ServerSampler } from "./server-sampler.ts";

export interface LoadResult {
  /** Messages handed over to the clients. */
  sent: number;
  /** Messages the server counted at the end of their sessions. */
  confirmed: number;
  frames: number;
  refused: number;
  /** Sent and not confirmed, with those of robots that failed. */
  lost: number;
  reconnects: number;
  heldBack: number;
  bytes: number;
  /** Seconds of sending. */
  seconds: number;
  ackMs: { p50: number; p99: number; max: number };
  failures: string[];
  /** How busy this process itself was: near 1 core its own lateness is in the figures. */
  generator: { cores: number; loopP99Ms: number };
  /** What the server used meanwhile, its sessions' ends included; null: not asked for. */
  server: ServerReport | null;
}

const TICK_MS = 5;
const ALBUM_PICTURES = 24;
/** Robots that connect at the same time. */
const CONNECT_AT_ONCE = 20;

export interface LoadListener {
  /** All are connected. */
  started(clients: RobotClient[]): void;
  /** The ack times of the second that has passed, and in the end of what is left. */
  second?: (ackTimes: LatencyHistogram) => void;
}

export async function runLoad(
  args: LoadArgs,
  token: string | null,
  signal: AbortSignal,
  listener: LoadListener,
): Promise<LoadResult> {
  const ackTimes = new AckTimes();
  const pictures = await drawAlbums(args.cameras);
  const robots = Array.from({ length: args.robots }, (_, i) => {
    const phase = i / args.robots / args.rate;
    return new LoadRobot({ args, token, sessionId: `${args.prefix}-${i + 1}`, pictures, ackTimes, phase });
  });
  const server = args.serverPid === null ? null : new ServerSampler(args.serverPid);
  for (let i = 0; i < robots.length; i += CONNECT_AT_ONCE) {
    await Promise.all(robots.slice(i, i + CONNECT_AT_ONCE).map(({ client }) => client.start()));
  }
  listener.started(robots.map(({ client }) => client));
  if (listener.second !== undefined) ackTimes.tellSeconds(listener.second);
  await server?.start();
  const loop = monitorEventLoopDelay({ resolution: TICK_MS });
  const cpu = process.cpuUsage();
  const begin = performance.now();
  loop.enable();
  await play(robots, args, signal);
  const seconds = (performance.now() - begin) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  loop.disable();
  const ends = await Promise.all(robots.map(async (robot) => ({ robot, end: await end(robot) })));
  ackTimes.stop();
  const { all } = ackTimes;
  return {
    ...count(ends),
    seconds,
    ackMs: { p50: all.percentile(0.5), p99: all.percentile(0.99), max: all.max },
    generator: { cores: (user + system) / 1e6 / seconds, loopP99Ms: loop.percentile(99) / 1e6 - TICK_MS },
    server: (await server?.stop()) ?? null,
  };
}

async function drawAlbums(cameras: number): Promise<Uint8Array<ArrayBuffer>[][]> {
  const motion = new RobotMotion(1);
  const albums: Uint8Array<ArrayBuffer>[][] = [];
  for (let index = 0; index < cameras; index++) {
    const album: Uint8Array<ArrayBuffer>[] = [];
    for (let i = 0; i < ALBUM_PICTURES; i++) {
      const picture = {
        pose: motion.at(i / 5),
        camera: cameraAt(index),
        frameIndex: i,
        width: 320,
        height: 240,
      };
      album.push(await renderPicture(picture));
    }
    albums.push(album);
  }
  return albums;
}

async function play(robots: readonly LoadRobot[], args: LoadArgs, signal: AbortSignal): Promise<void> {
  const { duration, rate, burst } = args;
  const begin = performance.now();
  for (;;) {
    const seconds = (performance.now() - begin) / 1_000;
    if (seconds >= duration || signal.aborted) return;
    const extra = burst === null ? 0 : Math.max(0, seconds - burst.fromSeconds) * (burst.factor - 1);
    const periods = (seconds + extra) * rate;
    for (const robot of robots) if (robot.client.failure === null) robot.tick(seconds, periods);
    await sleep(TICK_MS);
  }
}

async function end(robot: LoadRobot): Promise<FinishedSession | RobotFailure> {
  try {
    return await robot.finish();
  } catch (error) {
    if (error instanceof RobotFailure) return error;
    throw error;
  }
}

type Counts = Omit<LoadResult, "seconds" | "ackMs" | "generator" | "server">;

function count(ends: readonly { robot: LoadRobot; end: FinishedSession | RobotFailure }[]): Counts {
  const counts: Counts = {
    sent: 0,
    confirmed: 0,
    frames: 0,
    refused: 0,
    lost: 0,
    reconnects: 0,
    heldBack: 0,
    bytes: 0,
    failures: [],
  };
  for (const { robot, end: ended } of ends) {
    const { reconnects, sentBytes } = robot.client.stats;
    counts.sent += robot.handedOver;
    counts.reconnects += reconnects;
    counts.bytes += sentBytes;
    counts.heldBack += robot.heldBack;
    if (ended instanceof RobotFailure) {
      counts.failures.push(ended.message);
      counts.lost += robot.handedOver - robot.client.stats.acked;
      counts.confirmed += robot.client.stats.acked;
      continue;
    }
    counts.confirmed += ended.messages;
    counts.frames += ended.frames;
    counts.refused += ended.dropped;
    counts.lost += Math.max(0, robot.handedOver - ended.messages - ended.dropped);
    if (ended.doubt !== null) counts.failures.push(ended.doubt);
  }
  return counts;
}
