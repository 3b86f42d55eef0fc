import { setTimeout as delay } from "node:timers/promises";
import { Plant } from "../plant/plant.ts";
import { rowFaults, untilStored, untilTidy } from "../plant/stored.ts";
import { audit, faultsIn, type Findings } from "../robots/audit.ts";
import { Auditor } from "../robots/auditor.ts";
import { Fleet } from "../robots/fleet.ts";
import { seeded } from "../seeded.ts";

export interface RoundsOptions {
  rounds: number;
  robots: number;
  seed: number;
  /** Items each robot hands over a second. */
  perSecond?: number;
  /** Hears of every round. */
  say: (line: string) => void;
}

export interface KillReport {
  kills: number;
  /** Kills of a process that had not begun to listen. */
  killsAtStart: number;
  sessions: number;
  /** Numbers acknowledged: samples and marks. */
  acked: number;
  connections: number;
  /** Over all audits between kills, then of everything before and after it was stored. */
  between: Findings;
  before: Findings;
  after: Findings;
  rows: string[];
}

/** Longer than a process takes to start. */
const START_MS_MAX = 2_500;
/** Seconds of streaming between two kills, at most. */
const STREAM_S_MAX = 2.5;
export const PER_SECOND = 60;

/**
 * Robots stream; ingest is killed with SIGKILL at random moments, also while it starts; sessions end and new ones begin in between.
 * Read over REST while ingest is down, after each restart, and at the end before and after everything is stored.
 * @throws RobotFailure when a robot cannot go on by itself
 */
export async function killIngest(options: RoundsOptions): Promise<KillReport> {
  const { rounds, robots, seed, say, perSecond = PER_SECOND } = options;
  const acksMax = robots * perSecond * STREAM_S_MAX;
  const random = seeded(seed);
  await using plant = await Plant.open();
  await Promise.all([plant.startIngest(), plant.startFront(), plant.startWorker()]);
  const fleet = new Fleet({
    robots,
    random: random.fork(),
    token: plant.robotToken,
    door: plant.door,
    perSecond,
  });
  const auditor = new Auditor(plant.ask);
  const between = auditor.findings;
  let [kills, killsAtStart] = [0, 0];
  const look = (): Promise<void> => auditor.look(fleet.robots.flatMap(({ ledgers }) => ledgers.slice(-2)));
  try {
    await fleet.begin();
    for (let round = 1; round <= rounds; round++) {
      await fleet.acks(random.whole(1, acksMax));
      await plant.end("ingest");
      kills++;
      await look();
      await fleet.comeBack(async () => {
        for (; random.unit() < 0.3; kills++, killsAtStart++) {
          const starting = plant.spawnIngest();
          await delay(random.whole(0, START_MS_MAX));
          await starting.kill();
        }
        await plant.startIngest();
      });
      await look();
      for (const robot of fleet.robots) {
        if (random.unit() > 0.35) continue;
        await robot.end();
        await robot.begin();
      }
      say(`round ${round}: ${fleet.acked} acked, ${between.readable} rows read, ${faultsIn(between)} wrong`);
    }
    await fleet.end();
    const before = await audit(plant.ask, fleet.ledgers);
    await untilStored(plant.db, fleet.ledgers, plant);
    await untilTidy(plant.db, `${plant.dataDir}/store`);
    const after = await audit(plant.ask, fleet.ledgers);
    const rows = await rowFaults(plant.db, fleet.ledgers);
    const connections = fleet.robots.reduce((sum, { starts }) => sum + starts, 0);
    const { acked, ledgers } = fleet;
    return {
      kills,
      killsAtStart,
      sessions: ledgers.length,
      acked,
      connections,
      between,
      before,
      after,
      rows,
    };
  } finally {
    fleet.leave();
  }
}
