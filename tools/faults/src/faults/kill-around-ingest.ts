import { setTimeout as delay } from "node:timers/promises";
import { OwnPostgres } from "../plant/own-postgres.ts";
import { Plant } from "../plant/plant.ts";
import { rowFaults, untilStored, untilTidy } from "../plant/stored.ts";
import { audit, faultsIn, type Findings } from "../robots/audit.ts";
import { Auditor } from "../robots/auditor.ts";
import { Fleet } from "../robots/fleet.ts";
import { TruthfulRobot } from "../robots/truthful-robot.ts";
import { type Seeded, seeded } from "../seeded.ts";
import { until } from "../until.ts";
import { PER_SECOND, type RoundsOptions } from "./kill-ingest.ts";

export interface AroundReport {
  kills: Record<Victim, number>;
  /** Numbers acknowledged while each was down. */
  ackedWhileDown: Record<Victim, number>;
  /** What robots were told that asked for a new session while Postgres was away. */
  refusals: string[];
  /** Connections that were broken off by ingest. */
  cuts: number;
  sessions: number;
  acked: number;
  between: Findings;
  after: Findings;
  rows: string[];
}

type Victim = "front" | "worker" | "postgres";

export interface AroundOptions extends RoundsOptions {
  /** Killed in turn; absent: all. */
  victims?: readonly Victim[];
}

/** Acks that must come while one of them is down. */
const ACKS_WHILE_DOWN = 300;
/** From the end of some sessions to the kill: what is made of them takes about that long. */
const KILL_MS_MAX = 400;

/**
 * Robots stream; front, worker and Postgres are killed with SIGKILL in turn. Ingest must go on acknowledging. While Postgres is away a
 * robot asks for a new session: it is sent away, and is let in afterwards without being told to try.
 */
export async function killAroundIngest(options: AroundOptions): Promise<AroundReport> {
  const {
    rounds,
    robots,
    seed,
    say,
    victims = ["front", "worker", "postgres"],
    perSecond = PER_SECOND,
  } = options;
  const random = seeded(seed);
  await using postgres = await OwnPostgres.start();
  await using plant = await Plant.open({ databaseUrl: postgres.url });
  await Promise.all([plant.startIngest(), plant.startFront(), plant.startWorker()]);
  const common = { token: plant.robotToken, door: plant.door, perSecond };
  const fleet = new Fleet({ ...common, robots, random: random.fork() });
  const late: TruthfulRobot[] = [];
  const auditor = new Auditor(plant.ask);
  const between = auditor.findings;
  const count = (): Record<Victim, number> => ({ front: 0, worker: 0, postgres: 0 });
  const [kills, ackedWhileDown] = [count(), count()];
  try {
    await fleet.begin();
    for (let round = 1; round <= rounds; round++) {
      const victim = victims[(round - 1) % victims.length] ?? "front";
      await fleet.acks(random.whole(1, 500));
      await Promise.all([
        endSome(fleet, random),
        delay(random.whole(0, KILL_MS_MAX)).then(async () => {
          await (victim === "postgres" ? postgres.kill() : plant.end(victim));
        }),
      ]);
      kills[victim]++;
      const acked = fleet.acked;
      await fleet.acks(ACKS_WHILE_DOWN);
      ackedWhileDown[victim] += fleet.acked - acked;
      if (victim === "postgres") late.push(await refusedRobot(common, late.length, random));
      await bringBack(victim, plant, postgres);
      await until("the front reads again", async () => (await plant.ask("/api/v1/sessions?limit=1")).ok);
      await until("new sessions are let in", () => late.every(({ starts }) => starts > 0));
      await auditor.look([...fleet.robots, ...late].map(({ ledger }) => ledger));
      await beginEnded(fleet);
      say(
        `round ${round}, ${victim}: ${fleet.acked} acked, ${between.readable} rows read, ${faultsIn(between)} wrong`,
      );
    }
    await Promise.all([...fleet.robots, ...late].map((robot) => robot.end()));
    const ledgers = [...fleet.ledgers, ...late.flatMap((robot) => robot.ledgers)];
    await untilStored(plant.db, ledgers, plant);
    await untilTidy(plant.db, `${plant.dataDir}/store`);
    const after = await audit(plant.ask, ledgers);
    const rows = await rowFaults(plant.db, ledgers);
    const cuts = fleet.robots.reduce((sum, { starts, ledgers: own }) => sum + starts - own.length, 0);
    const refusals = [...new Set(late.flatMap(({ errors }) => errors))];
    const { acked } = fleet;
    return {
      kills,
      ackedWhileDown,
      refusals,
      cuts,
      sessions: ledgers.length,
      acked,
      between,
      after,
      rows,
    };
  } finally {
    fleet.leave();
    for (const robot of late) robot.leave();
  }
}

async function bringBack(victim: Victim, plant: Plant, postgres: OwnPostgres): Promise<void> {
  if (victim === "front") await plant.startFront();
  else if (victim === "worker") await plant.startWorker();
  else await postgres.again();
  plant.demandAlive();
}

/** Asks for a new session that cannot begin, and stays at it. @returns when it has been sent away once */
async function refusedRobot(
  common: Pick<ConstructorParameters<typeof TruthfulRobot>[0], "token" | "door" | "perSecond">,
  index: number,
  random: Seeded,
): Promise<TruthfulRobot> {
  const draws = random.fork();
  const robot = new TruthfulRobot({
    ...common,
    name: `late-${index + 1}`,
    number: 1_000 + index,
    random: () => draws.unit(),
  });
  void robot.begin().catch(() => undefined);
  await until("the new session is sent away", () => {
    if (robot.failure !== null) throw robot.failure;
    return robot.closes.length > 0;
  });
  if (robot.starts > 0) throw new Error("a session began while Postgres was away");
  return robot;
}

async function endSome(fleet: Fleet, random: Seeded): Promise<void> {
  const some = fleet.robots.filter(() => random.unit() < 0.25);
  await Promise.all(some.map((robot) => robot.end()));
}

async function beginEnded(fleet: Fleet): Promise<void> {
  await Promise.all(fleet.robots.filter(({ ledger }) => ledger.ended !== null).map((robot) => robot.begin()));
}
