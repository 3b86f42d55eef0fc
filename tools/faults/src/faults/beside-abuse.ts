import { ABUSES, doAll } from "../hostile/abuses.ts";
import { memoryOf } from "../hostile/memory-of.ts";
import { slowViewer } from "../hostile/slow-viewers.ts";
import { Plant } from "../plant/plant.ts";
import { audit, type Findings } from "../robots/audit.ts";
import { Fleet } from "../robots/fleet.ts";
import { seeded } from "../seeded.ts";
import { until } from "../until.ts";
import { AckTimes } from "./ack-times.ts";
import type { RoundsOptions } from "./kill-ingest.ts";

export interface BesideReport {
  /** Connections that ended otherwise than they must, in words. */
  wrong: string[];
  done: number;
  /** Of the honest robots. */
  starts: number[];
  acked: number;
  after: Findings;
  /** Milliseconds from sending to the ack, at the 50th and 99th of a hundred: alone, and beside what was done. */
  ackMs: { alone: readonly [number, number]; beside: readonly [number, number] };
  /** Peak bytes of ingest and front; null where that cannot be known. */
  memory: { ingest: number | null; front: number | null };
}

const PER_SECOND = 60;
const IDLE_SOCKETS = 300;
const VIEWERS = 20;
/** Acks of one robot on which ack times are taken. */
const ACKS = 150;

/** Honest robots stream while every abuse there is comes in, `rounds` times each, at once. */
export function besideAbuse(options: RoundsOptions): Promise<BesideReport> {
  return beside(options, async (plant, random) => {
    let sessions = 0;
    const session = (): string => `abuse-${++sessions}`;
    const context = { door: plant.door(), token: plant.robotToken, random, session };
    const wrong = await doAll(context, options.rounds, IDLE_SOCKETS);
    return { wrong, done: Object.keys(ABUSES).length * options.rounds + IDLE_SOCKETS };
  });
}

/** Honest robots stream while 20 viewers read 1 kB/s each, until each has had `rounds` seconds of it. */
export function besideSlowViewers(options: RoundsOptions): Promise<BesideReport> {
  return beside(options, async (plant, _random, fleet) => {
    const { front, apiToken, workspace } = plant;
    if (front === null) throw new Error("the front is down");
    const viewers = Array.from({ length: VIEWERS }, (_, i) => {
      const { sessionId } = fleet.robots[i % fleet.robots.length]?.ledger ??
        fleet.ledgers[0] ?? { sessionId: "" };
      return slowViewer(
        { url: front.url, apiToken, workspace, sessionId },
        i % 2 === 0 ? "follows" : "pulls",
      );
    });
    try {
      const least = options.rounds * 500;
      await until("each viewer has read for a while", () =>
        viewers.every((viewer, i) => viewer.read() >= (i % 2 === 0 ? 1 : least)),
      );
      await fleet.acks(options.robots * ACKS);
      const statuses = viewers.map((viewer, i) => [i % 2 === 0 ? 101 : 200, viewer.status()]);
      const wrong = statuses.filter(([meant, is]) => meant !== is).map((pair) => pair.join(" is "));
      return { wrong, done: VIEWERS };
    } finally {
      for (const viewer of viewers) viewer.stop();
    }
  });
}

async function beside(
  { robots, seed, say }: RoundsOptions,
  act: (
    plant: Plant,
    random: ReturnType<typeof seeded>,
    fleet: Fleet,
  ) => Promise<Pick<BesideReport, "wrong" | "done">>,
): Promise<BesideReport> {
  const random = seeded(seed);
  await using plant = await Plant.open();
  const [ingest, front] = await Promise.all([plant.startIngest(), plant.startFront()]);
  const times = new AckTimes();
  const common = { token: plant.robotToken, door: plant.door, perSecond: PER_SECOND };
  const fleet = new Fleet({ ...common, robots, random: random.fork(), hooks: () => times.hooks() });
  try {
    await fleet.begin();
    await fleet.acks(robots * ACKS);
    const alone = times.take();
    const { wrong, done } = await act(plant, random, fleet);
    const besides = times.take();
    await fleet.acks(robots);
    await fleet.end();
    const memory = {
      ingest: memoryOf(ingest.pid)?.peak ?? null,
      front: memoryOf(front.pid)?.peak ?? null,
    };
    say(
      `acks at p50, p99: ${alone.join(", ")} ms alone; ${besides.join(", ")} ms beside ${done} connections`,
    );
    const after = await audit(plant.ask, fleet.ledgers);
    const starts = fleet.robots.map((robot) => robot.starts);
    return { wrong, done, starts, acked: fleet.acked, after, ackMs: { alone, beside: besides }, memory };
  } finally {
    fleet.leave();
  }
}
