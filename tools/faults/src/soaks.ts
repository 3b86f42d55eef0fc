import { startHouse } from "@retake/dev-env";
import { BAD_LINES, streamOver } from "./faults/bad-lines.ts";
import { besideAbuse, besideSlowViewers, type BesideReport } from "./faults/beside-abuse.ts";
import { contradict } from "./faults/contradict.ts";
import { drainIngest } from "./faults/drain-ingest.ts";
import { type AroundOptions, killAroundIngest } from "./faults/kill-around-ingest.ts";
import { killIngest, type RoundsOptions } from "./faults/kill-ingest.ts";
import { inMegabytes } from "./hostile/memory-of.ts";
import { rowFaults, untilStored } from "./plant/stored.ts";
import { addFindings, audit, faultsIn, type Findings, nothingFound } from "./robots/audit.ts";
import { readSession } from "./robots/read-session.ts";
import { seeded } from "./seeded.ts";

interface Soak {
  title: string;
  rounds: number;
  run(options: RoundsOptions): Promise<{ figures: string; faults: string[] }>;
}

/** How long a line is down in the long form. */
const DOWN_MS = 60_000;

/** The long forms, by the name of the fault. */
export const SOAKS: Record<string, Soak> = {
  F1: {
    title: "kill -9 of ingest at random points",
    rounds: 50,
    async run(options) {
      const { between, before, after, rows, ...counts } = await killIngest(options);
      const looked = `between ${found(between)}; before storing ${found(before)}; after ${found(after)}`;
      return {
        figures: `${JSON.stringify(counts)}; ${looked}`,
        faults: faultsOf(rows, between, before, after),
      };
    },
  },
  F2: { title: "kill -9 of front, worker and Postgres in turn", rounds: 30, run: soakAround },
  F6: { title: "bad lines", rounds: 5, run: soakLines },
  F7: { title: "repeats, gaps and contradictions", rounds: 5_000, run: soakContradictions },
  F9: {
    title: "abuse beside honest robots",
    rounds: 20,
    run: async (options) => beside(await besideAbuse(options)),
  },
  F10: {
    title: "viewers of 1 kB/s beside honest robots",
    rounds: 30,
    run: async (options) => beside(await besideSlowViewers(options)),
  },
  F14: {
    title: "kill -9 of the worker while it stores",
    rounds: 30,
    run: (options) => soakAround({ ...options, victims: ["worker"] }),
  },
  F15: {
    title: "SIGTERM to ingest",
    rounds: 20,
    async run(options) {
      const { after, rows, exits, ...counts } = await drainIngest(options);
      const wrong = exits.filter((code) => code !== 0).map((code) => `it ended with ${code}`);
      return {
        figures: `${JSON.stringify(counts)}; ${found(after)}`,
        faults: [...faultsOf(rows, after), ...wrong],
      };
    },
  },
};

async function soakAround(options: AroundOptions): Promise<{ figures: string; faults: string[] }> {
  const { between, after, rows, ...counts } = await killAroundIngest(options);
  const figures = `${JSON.stringify(counts)}; between ${found(between)}; after ${found(after)}`;
  const cuts = counts.cuts === 0 ? [] : [`${counts.cuts} connections were broken off`];
  return { figures, faults: [...faultsOf(rows, between, after), ...cuts] };
}

async function soakLines({
  rounds,
  seed,
  say,
}: RoundsOptions): Promise<{ figures: string; faults: string[] }> {
  await using house = await startHouse({ ingest: { socketLimits: { heartbeatMs: 1_000 } } });
  const all = nothingFound();
  const rows: string[] = [];
  const { ingestUrl: door, robotToken: token } = house;
  const one = async ([name, fault]: [string, (typeof BAD_LINES)[string]], i: number): Promise<void> => {
    const random = seeded(seed + i);
    const lengths = { times: rounds, downMs: DOWN_MS, heartbeatMs: 1_000 };
    const robot = await streamOver(fault, { name: `bad-line-${i}`, door, token, random, ...lengths });
    await untilStored(house.db, robot.ledgers);
    const findings = await audit(house.fetch, robot.ledgers);
    addFindings(all, findings);
    rows.push(...(await rowFaults(house.db, robot.ledgers)));
    say(`${name}: ${robot.starts} connections, ${found(findings)}`);
  };
  await Promise.all(Object.entries(BAD_LINES).map(one));
  return { figures: found(all), faults: faultsOf(rows, all) };
}

async function soakContradictions({
  rounds,
  seed,
}: RoundsOptions): Promise<{ figures: string; faults: string[] }> {
  await using house = await startHouse({ ingest: true });
  const { ingestUrl: door, robotToken: token } = house;
  const sessionId = `contradiction-${seed}`;
  // It throws at the first answer that is not the model's.
  const { accepted, counts } = await contradict({
    door,
    token,
    sessionId,
    steps: rounds,
    random: seeded(seed),
  });
  const read = (await readSession(house.fetch, sessionId)).map(({ data }) => data);
  const isSame = JSON.stringify(read) === JSON.stringify(accepted.map((content) => [content]));
  const figures = `${accepted.length} accepted, ${read.length} read, ${JSON.stringify(counts)}`;
  return { figures, faults: isSame ? [] : ["what was read is not what was accepted"] };
}

function beside({ wrong, done, starts, after, ackMs, memory }: BesideReport): {
  figures: string;
  faults: string[];
} {
  const { ingest, front } = memory;
  const peak = `${inMegabytes(ingest ?? undefined)} and ${inMegabytes(front ?? undefined)}`;
  const cut = starts.some((count) => count !== 1) ? ["an honest robot was cut off"] : [];
  const figures = `${done} connections; ${found(after)}; acks ${JSON.stringify(ackMs)} ms; ingest and front at most ${peak}`;
  return { figures, faults: [...faultsOf([], after), ...wrong, ...cut] };
}

function found(findings: Findings): string {
  const { acked, readable, pictures, lost, doubled, disordered, altered } = findings;
  return `${acked} acked, ${readable} read, ${pictures} pictures compared, lost ${lost}, doubled ${doubled}, out of order ${disordered}, altered ${altered}`;
}

function faultsOf(rows: readonly string[], ...findings: Findings[]): string[] {
  return [...findings.filter((one) => faultsIn(one) > 0).flatMap(({ said }) => said), ...rows];
}
