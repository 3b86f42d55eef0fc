import { CAMERA, seqAt } from "./content.ts";
import { hashOf, type Ledger, sampleHash } from "./ledger.ts";
import { type Ask, readPicture, readSession, type Row } from "./read-session.ts";

/** What an audit found in the sessions it was given. */
export interface Findings {
  sessions: number;
  /** Samples that were acknowledged, and samples that were read. */
  acked: number;
  readable: number;
  pictures: number;
  /** Acknowledged and not readable. */
  lost: number;
  /** Read more than once. */
  doubled: number;
  /** Read behind one with a larger number. */
  disordered: number;
  /** Read with other content than was handed over, or never handed over. */
  altered: number;
  /** The first things found wrong, in words. */
  said: string[];
}

export interface AuditOptions {
  /** Pictures are compared from this number on; their rows always are. Infinity: not at all. */
  picturesFrom?: (ledger: Ledger) => number;
}

/** Pictures asked for at once. */
const LANES = 4;
const SAID_MAX = 10;

/** Reads sessions over REST, and holds every row against what its robot has handed over. */
export async function audit(
  ask: Ask,
  ledgers: readonly Ledger[],
  options: AuditOptions = {},
): Promise<Findings> {
  const findings = nothingFound();
  for (const ledger of ledgers) await auditOne(ask, ledger, options, findings);
  return findings;
}

export function nothingFound(): Findings {
  const counts = { sessions: 0, acked: 0, readable: 0, pictures: 0, lost: 0, doubled: 0, disordered: 0 };
  return { ...counts, altered: 0, said: [] };
}

export function faultsIn({ lost, doubled, disordered, altered }: Findings): number {
  return lost + doubled + disordered + altered;
}

/** Adds `more` to `all`. */
export function addFindings(all: Findings, more: Findings): void {
  for (const name of ["sessions", "acked", "readable", "pictures"] as const) all[name] += more[name];
  for (const name of ["lost", "doubled", "disordered", "altered"] as const) all[name] += more[name];
  all.said.push(...more.said.slice(0, SAID_MAX - all.said.length));
}

async function auditOne(ask: Ask, ledger: Ledger, options: AuditOptions, findings: Findings): Promise<void> {
  // What is acknowledged before the question must be in the answer; what comes meanwhile may be.
  const { acked, sessionId } = ledger;
  const rows = await readSession(ask, sessionId);
  const handed = ledger.hashes("sample");
  const seen = new Set<number>();
  const pictures: { seq: number; row: Row; path: string }[] = [];
  const wrong = (what: "lost" | "doubled" | "disordered" | "altered", seq: number, is = ""): void => {
    findings[what]++;
    if (findings.said.length < SAID_MAX) findings.said.push(`${sessionId} ${seq}: ${what} ${is}`.trim());
  };
  let last = 0;
  for (const row of rows) {
    const seq = seqAt(row.timestamp);
    if (seen.has(seq)) wrong("doubled", seq);
    else if (seq < last) wrong("disordered", seq);
    last = Math.max(last, seq);
    seen.add(seq);
    if (row.topic === CAMERA && row.image_path !== null) pictures.push({ seq, row, path: row.image_path });
    else if (handed.get(seq) !== sampleHash(row.topic, row.timestamp, row.data)) wrong("altered", seq);
  }
  const promised = [...handed.keys()].filter((seq) => seq <= acked);
  for (const seq of promised) if (!seen.has(seq)) wrong("lost", seq);
  const from = options.picturesFrom?.(ledger) ?? 0;
  const due = pictures.filter(({ seq }) => seq >= from);
  const lane = async (): Promise<void> => {
    for (let next = due.pop(); next !== undefined; next = due.pop()) {
      const { seq, row, path } = next;
      const bytes = await readPicture(ask, path);
      findings.pictures++;
      if (handed.get(seq) !== sampleHash(row.topic, row.timestamp, hashOf(bytes))) {
        const words = Buffer.from(bytes.subarray(0, 40)).toString("latin1");
        wrong("altered", seq, `${path} has ${bytes.length} bytes: ${JSON.stringify(words)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  findings.sessions++;
  findings.acked += promised.length;
  findings.readable += rows.length;
}
