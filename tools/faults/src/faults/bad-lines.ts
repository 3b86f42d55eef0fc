import { setTimeout as delay } from "node:timers/promises";
import { FaultyLine } from "../line/faulty-line.ts";
import type { Weather } from "../line/slow-pipe.ts";
import { TruthfulRobot } from "../robots/truthful-robot.ts";
import type { Seeded } from "../seeded.ts";
import { until } from "../until.ts";

/** A fault of the line: breaks it, and settles when it has been broken often enough. */
type Break = (line: FaultyLine, acks: (count: number) => Promise<void>, length: Lengths) => Promise<void>;

export interface Lengths {
  /** How often each fault is brought about. */
  times: number;
  /** How long a line is down that is cut. */
  downMs: number;
}

const again = async (times: number, once: () => Promise<void>): Promise<void> => {
  for (let i = 0; i < times; i++) await once();
};
const under =
  (weather: Weather): Break =>
  async (line, acks, { times }) => {
    line.weather = weather;
    await acks(100 * times);
  };
const FLAP_MS = 300;

export const BAD_LINES: Record<string, Break> = {
  "a line that is down for a while": (line, acks, { times, downMs }) =>
    again(times, async () => {
      await acks(40);
      line.up = false;
      line.cut();
      await delay(downMs);
      line.up = true;
    }),
  "a line that ends without a word": (line, acks, { times }) =>
    again(times, async () => {
      await acks(40);
      const [frozen] = line.freeze();
      const taken = line.taken;
      await frozen?.freed;
      await until("the robot has noticed", () => line.taken > taken);
    }),
  "a line that is reset": (line, acks, { times }) =>
    again(2 * times, async () => {
      await acks(25);
      line.reset();
    }),
  "a line that flaps every 300 ms": async (line, acks, { times }) => {
    await acks(1);
    await again(5 * times, async () => {
      line.reset();
      await delay(FLAP_MS);
    });
  },
  "a line that loses one packet in twenty": under({ loss: { share: 0.05, stallMs: 250 } }),
  "a line of 200 ± 100 ms": under({ delayMs: [100, 300] }),
  "a line of 64 kbit/s": under({ bytesPerS: 8_000 }),
};

export interface BadLineOptions extends Lengths {
  name: string;
  door: string;
  token: string;
  random: Seeded;
  heartbeatMs: number;
}

/** Streams over one bad line from beginning to end. @returns the robot, whose session has ended @throws RobotFailure */
export async function streamOver(
  fault: Break,
  { name, door, token, random, heartbeatMs, ...lengths }: BadLineOptions,
): Promise<TruthfulRobot> {
  await using line = await FaultyLine.open(door, random.fork());
  const draws = random.fork();
  const robot = new TruthfulRobot({
    name,
    number: 1,
    token,
    door: () => line.url,
    perSecond: 60,
    heartbeatMs,
    random: () => draws.unit(),
  });
  const acks = async (count: number): Promise<void> => {
    const goal = robot.acked + count;
    await until(
      `${count} more acks`,
      () => {
        if (robot.failure !== null) throw robot.failure;
        return robot.acked >= goal;
      },
      () => robot.acked,
    );
  };
  try {
    await robot.begin();
    await fault(line, acks, lengths);
    await acks(40);
    await robot.end();
    return robot;
  } finally {
    robot.leave();
  }
}
