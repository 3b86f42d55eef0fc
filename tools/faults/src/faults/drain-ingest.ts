import { Plant } from "../plant/plant.ts";
import { rowFaults, untilStored } from "../plant/stored.ts";
import { audit, type Findings } from "../robots/audit.ts";
import { Fleet } from "../robots/fleet.ts";
import { seeded } from "../seeded.ts";
import { PER_SECOND, type RoundsOptions } from "./kill-ingest.ts";

export interface DrainReport {
  /** Exit codes of ingest. */
  exits: (number | null)[];
  /** Of each robot: how often it was told to go. */
  wentAway: number[];
  /** Codes with which connections were closed, each once. */
  closes: number[];
  acked: number;
  after: Findings;
  rows: string[];
}

/** Robots stream; ingest is asked to stop by SIGTERM, and another one takes its place, again and again. @throws RobotFailure */
export async function drainIngest(options: RoundsOptions): Promise<DrainReport> {
  const { rounds, robots, seed, say, perSecond = PER_SECOND } = options;
  const random = seeded(seed);
  await using plant = await Plant.open();
  await Promise.all([plant.startIngest(), plant.startFront(), plant.startWorker()]);
  const common = { token: plant.robotToken, door: plant.door, perSecond };
  const fleet = new Fleet({ ...common, robots, random: random.fork() });
  const exits: (number | null)[] = [];
  try {
    await fleet.begin();
    for (let round = 1; round <= rounds; round++) {
      await fleet.acks(random.whole(1, 800));
      exits.push(await plant.end("ingest", "SIGTERM"));
      await fleet.comeBack(() => plant.startIngest());
      say(`round ${round}: ${fleet.acked} acked`);
    }
    await fleet.acks(100);
    await fleet.end();
    const { ledgers, acked } = fleet;
    await untilStored(plant.db, ledgers, plant);
    return {
      exits,
      wentAway: fleet.robots.map((robot) => robot.wentAway),
      closes: [...new Set(fleet.robots.flatMap((robot) => robot.closes))].toSorted((a, b) => a - b),
      acked,
      after: await audit(plant.ask, ledgers),
      rows: await rowFaults(plant.db, ledgers),
    };
  } finally {
    fleet.leave();
  }
}
