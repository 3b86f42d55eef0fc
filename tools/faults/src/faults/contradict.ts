import { setImmediate as turn } from "node:timers/promises";
import { HandRobot } from "../robots/hand-robot.ts";
import type { Seeded } from "../seeded.ts";
import { until } from "../until.ts";

export const NUMBERS = "/numbers";

/** What the robot did, and what must be stored. */
export interface Contradiction {
  /** Content by number, from 1 on: the first that came in its turn. */
  accepted: number[];
  counts: { repeats: number; gaps: number; conflicts: number; takeovers: number; cuts: number };
}

export interface ContradictOptions {
  door: string;
  token: string;
  sessionId: string;
  steps: number;
  random: Seeded;
}

/**
 * Repeats, leaves out, sends backwards and contradicts numbers, cuts the line and lets two sockets fight over the session. What the
 * server says on the way is held against a model: resume where it must be, `gap` and `conflict` when they are due.
 */
export async function contradict(options: ContradictOptions): Promise<Contradiction> {
  const { sessionId, steps, random } = options;
  const model = new Model();
  let robot = await connect(options);
  model.resumed(await robot.start(sessionId));
  for (let step = 0; step < steps; step++) {
    const draw = random.unit();
    if (draw < 0.05) {
      robot = await takeOver(options, model, robot);
    } else if (draw < 0.1) {
      model.counts.cuts++;
      robot.cut();
      robot = await comeBack(options, model);
    } else {
      const offers = drawOffers(random, model.wanted);
      const isConflict = model.offer(offers);
      robot.send(...offers.map(messageOf));
      if (isConflict) {
        const code = await robot.ends();
        if (code !== 4409) throw new Error(`a conflict was closed with ${code}: ${robot.errors().join()}`);
        robot = await connect(options);
        model.resumed(await robot.start(sessionId));
      }
      // Sometimes much is under way, sometimes all is settled.
      if (random.unit() < 0.3 && model.wanted > 1) await settled(robot, model);
      else await turn();
    }
  }
  await settled(robot, model);
  const last = model.accepted.length;
  robot.send({ type: "session_end", outcome: "failure", last_seq: last });
  const { messages, dropped } = await robot.hears("session_ended");
  if (messages !== last || dropped !== 0)
    throw new Error(`it counts ${messages} and ${dropped}, not ${last} and 0`);
  return { accepted: model.accepted, counts: model.counts };
}

/** What a server must do that takes 1, 2, 3… and nothing else. */
class Model {
  readonly accepted: number[] = [];
  readonly counts = { repeats: 0, gaps: 0, conflicts: 0, takeovers: 0, cuts: 0 };
  /** Of this connection: what it can have been told at most. */
  ackable = 0;

  get wanted(): number {
    return this.accepted.length + 1;
  }

  /** @returns whether it is closed for a conflict; what stands behind that is not looked at */
  offer(offers: readonly Offer[]): boolean {
    for (const { seq, content } of offers) {
      if (seq === this.wanted) this.accepted.push(content);
      else if (seq > this.wanted) this.counts.gaps++;
      else if (this.accepted[seq - 1] === content) this.counts.repeats++;
      else {
        this.counts.conflicts++;
        return true;
      }
    }
    return false;
  }

  /** Everything the server has taken is durable when it lets a robot go on. */
  resumed(from: number): void {
    if (from !== this.wanted) throw new Error(`the server goes on at ${from}, not at ${this.wanted}`);
    this.ackable = this.accepted.length;
  }
}

interface Offer {
  seq: number;
  content: number;
}

const BACK_MAX = 40;
const AHEAD_MAX = 4;
const LENGTH_MAX = 12;

function drawOffers(random: Seeded, wanted: number): Offer[] {
  const aside = random.unit() < 0.5;
  const from = aside ? Math.max(1, wanted + random.whole(-BACK_MAX, AHEAD_MAX)) : wanted;
  const length = random.whole(1, LENGTH_MAX);
  const seqs = Array.from({ length }, (_, i) => from + i);
  if (aside && random.unit() < 0.3) seqs.reverse();
  const lies = random.unit() < 0.1;
  return seqs.map((seq) => ({ seq, content: lies ? -seq : seq }));
}

function messageOf({ seq, content }: Offer): object {
  const head = { type: "message", topic: NUMBERS, timestamp: seq / 100, seq };
  return { ...head, data_type: "float64[]", data: [content] };
}

async function settled(robot: HandRobot, model: Model): Promise<void> {
  if (model.accepted.length > model.ackable) await robot.acked(model.accepted.length);
  model.ackable = model.accepted.length;
}

function connect({ door, token }: ContradictOptions): Promise<HandRobot> {
  return HandRobot.connect(door, token);
}

/** After a cut some of what was sent may not have arrived: the server says how much did. */
async function comeBack(options: ContradictOptions, model: Model): Promise<HandRobot> {
  const robot = await connect(options);
  const from = await robot.start(options.sessionId);
  if (from > model.wanted || from <= model.ackable) {
    throw new Error(
      `the server goes on at ${from}; ${model.ackable} were acked, ${model.accepted.length} sent`,
    );
  }
  model.accepted.length = from - 1;
  model.resumed(from);
  return robot;
}

async function takeOver(options: ContradictOptions, model: Model, older: HandRobot): Promise<HandRobot> {
  model.counts.takeovers++;
  await settled(older, model);
  const younger = await connect(options);
  model.resumed(await younger.start(options.sessionId));
  // What the older one still says is nobody's any more.
  older.send(messageOf({ seq: model.wanted, content: -1 }));
  await until("the older socket is closed", () => older.closed !== null);
  if (older.closed !== 4410) throw new Error(`the older socket was closed with ${String(older.closed)}`);
  return younger;
}
