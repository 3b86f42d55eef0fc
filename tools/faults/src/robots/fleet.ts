import type { RobotHooks } from "@retake/mock-robot/client";
import type { Seeded } from "../seeded.ts";
import { until } from "../until.ts";
import type { Ledger } from "./ledger.ts";
import { TruthfulRobot, type TruthfulRobotOptions } from "./truthful-robot.ts";

export interface FleetOptions extends Pick<TruthfulRobotOptions, "token" | "door" | "perSecond"> {
  robots: number;
  random: Seeded;
  /** Made for each robot. */
  hooks?: () => RobotHooks;
}

/** Robots that stream together. */
export class Fleet {
  readonly robots: TruthfulRobot[];

  constructor({ robots, random, hooks, ...common }: FleetOptions) {
    this.robots = Array.from({ length: robots }, (_, i) => {
      const draws = random.fork();
      // Half of them speak JSON, half binary frames.
      const form = i % 2 === 0 ? "binary" : "text";
      return new TruthfulRobot({
        ...common,
        name: `robot-${i + 1}`,
        number: i + 1,
        form,
        ...(hooks === undefined ? {} : { hooks: hooks() }),
        random: () => draws.unit(),
      });
    });
  }

  async begin(): Promise<void> {
    await Promise.all(this.robots.map((robot) => robot.begin()));
  }

  get ledgers(): Ledger[] {
    return this.robots.flatMap(({ ledgers }) => ledgers);
  }

  get acked(): number {
    return this.robots.reduce((sum, { acked }) => sum + acked, 0);
  }

  /** Waits until so many more numbers are acknowledged. @throws RobotFailure of the first robot that cannot go on */
  async acks(count: number): Promise<void> {
    const goal = this.acked + count;
    await until(
      `${count} more acks`,
      () => {
        this.demandGoing();
        return this.acked >= goal;
      },
      () => this.acked,
    );
  }

  /** Runs what lets robots back in, and waits until each has begun a connection since. */
  async comeBack(letIn: () => Promise<unknown>): Promise<void> {
    const before = this.robots.map(({ starts }) => starts);
    await letIn();
    await until("all robots are back", () => {
      this.demandGoing();
      return this.robots.every(({ starts }, i) => starts > (before[i] ?? 0));
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.robots.map((robot) => robot.end()));
  }

  leave(): void {
    for (const robot of this.robots) robot.leave();
  }

  /** @throws RobotFailure of a robot that cannot go on */
  demandGoing(): void {
    for (const { failure } of this.robots) if (failure !== null) throw failure;
  }
}
