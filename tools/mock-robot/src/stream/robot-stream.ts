import type { OutgoingItem } from "../client/outgoing.ts";
import { createRandom } from "../motion/random.ts";
import { RobotMotion } from "../motion/robot-motion.ts";
import { cameraAt } from "../scene/camera.ts";
import { renderPicture } from "../scene/render-picture.ts";
import { type ClockFaults, robotTime } from "./robot-clock.ts";
import { Sensors } from "./sensors.ts";
import { cameraTopic } from "./topics.ts";

export interface StreamOptions {
  seed: number;
  /** Seconds. */
  duration: number;
  /** Of every topic of numbers, per second. */
  rate: number;
  cameras: number;
  cameraRate: number;
  width?: number;
  height?: number;
  clock?: ClockFaults;
  /** Milliseconds by which the robot's loop runs late at most, in its times and in what it sends. */
  jitterMs?: number;
}

export interface Due {
  /** Seconds from the begin, by a true clock. */
  at: number;
  items: OutgoingItem[];
}

const STRAIGHT: ClockFaults = { skewPpm: 0, jump: null };

/**
 * All a robot has to say, tick by tick: its sensors, its pictures, a word of status each second, and a mark whenever it turns to
 * something else. The same for the same options, however fast it is read.
 */
export async function* robotStream(options: StreamOptions): AsyncGenerator<Due, void, undefined> {
  const { seed, duration, rate, cameraRate, clock = STRAIGHT, jitterMs = 0 } = options;
  const motion = new RobotMotion(seed);
  const sensors = new Sensors(motion, seed);
  const late = createRandom(seed + 1);
  let phase = "";
  let frames = 0;
  const ticks = Math.round(duration * rate);
  for (let tick = 0; tick < ticks; tick++) {
    const at = tick / rate + (late() * jitterMs) / 1_000;
    const time = robotTime(at, clock);
    const items = sensors.read(tick, at, time);
    const pose = motion.at(at);
    const isNew = `${pose.phase}${pose.slips}` !== phase;
    phase = `${pose.phase}${pose.slips}`;
    if (isNew) items.push(phaseMark(pose, time));
    if (Math.floor(tick / rate) !== Math.floor((tick - 1) / rate)) items.push(status(pose, time));
    if (Math.floor((tick * cameraRate) / rate) >= frames) {
      items.push(...(await pictures(options, motion, at, time, frames)));
      frames++;
    }
    yield { at, items };
  }
}

/** @returns how many objects a robot of this seed has put away by then */
export function placedBy(seed: number, seconds: number): number {
  return new RobotMotion(seed).at(seconds).placed;
}

function phaseMark({ phase, slips }: { phase: string; slips: boolean }, timestamp: number): OutgoingItem {
  if (slips && phase === "lift") return { type: "mark", timestamp, kind: "note", text: "the grasp failed" };
  return { type: "mark", timestamp, kind: "phase", text: phase };
}

function status({ phase, placed }: { phase: string; placed: number }, timestamp: number): OutgoingItem {
  const data = `${phase}, ${placed} placed`;
  return { type: "message", topic: "/status", timestamp, frame_index: null, data_type: "string", data };
}

async function pictures(
  { cameras, width = 320, height = 240 }: StreamOptions,
  motion: RobotMotion,
  at: number,
  timestamp: number,
  frameIndex: number,
): Promise<OutgoingItem[]> {
  const items: OutgoingItem[] = [];
  const pose = motion.at(at);
  for (let index = 0; index < cameras; index++) {
    const data = await renderPicture({ pose, camera: cameraAt(index), frameIndex, width, height });
    const head = { type: "message", topic: cameraTopic(index), timestamp } as const;
    items.push({ ...head, frame_index: frameIndex, data_type: "image", data });
  }
  return items;
}
