import type { Clusters } from "./find-clusters.ts";

/** A name says what at least this share of the members have. */
const COVERAGE_MIN = 0.5;
/** … and what they have this much more often than everybody. */
const LIFT_MIN = 1.15;
/** A second fact joins the name if it tells these members from others with the first one. */
const SECOND_LIFT_MIN = 1.3;
const SECOND_COVERAGE_MIN = 0.6;
/** A row's first fact leads the name of a cluster in which so many have it. */
const LEAD_COVERAGE_MIN = 0.9;
const JOIN = " · ";

/**
 * Names each cluster by what its members share and others do not: the fact with the greatest coverage × log lift, with a second one where
 * it says more. The first fact of rows (what they are about) goes before any other where nearly all members share it and others do not.
 * Facts are short texts such as `pick up the cube`, `so101`, `failed`, `two grasps`, `long`; those earlier in a row's list win ties.
 * @param facts one list per row of the layout
 * @returns one name per cluster, all different, none empty
 */
export function nameClusters({ label, clusters }: Clusters, facts: readonly (readonly string[])[]): string[] {
  const members = clusters.map((): number[] => []);
  for (const [row, id] of label.entries()) if (id >= 0) members[id]?.push(row);
  const everybody = facts.map((_, row) => row);
  const total = countFacts(everybody, facts);
  const taken = new Set<string>();
  return clusters.map((_, id) => {
    const own = members[id] ?? [];
    const name = describe(own, facts, total, everybody.length) ?? `Group ${id + 1}`;
    return unique(name, own, facts, taken);
  });
}

function describe(
  own: readonly number[],
  facts: readonly (readonly string[])[],
  total: ReadonlyMap<string, number>,
  rows: number,
): string | null {
  const here = countFacts(own, facts);
  const leads = countFacts(
    own,
    facts.map((list) => list.slice(0, 1)),
  );
  const first =
    best(leads, own.length, total, rows, LEAD_COVERAGE_MIN, LIFT_MIN) ??
    best(here, own.length, total, rows, COVERAGE_MIN, LIFT_MIN) ??
    mostCommon(here, own.length);
  if (first === null) return null;
  const alike = facts.flatMap((list, row) => (list.includes(first) ? [row] : []));
  const ownAlike = own.filter((row) => facts[row]?.includes(first));
  const second = best(
    countFacts(ownAlike, facts),
    ownAlike.length,
    countFacts(alike, facts),
    alike.length,
    SECOND_COVERAGE_MIN,
    SECOND_LIFT_MIN,
  );
  return second === null || second === first ? first : `${first}${JOIN}${second}`;
}

function best(
  here: ReadonlyMap<string, number>,
  size: number,
  total: ReadonlyMap<string, number>,
  rows: number,
  coverageMin: number,
  liftMin: number,
): string | null {
  let [found, most]: [string | null, number] = [null, 0];
  for (const [fact, count] of here) {
    const coverage = count / size;
    const lift = coverage / ((total.get(fact) ?? count) / rows);
    const worth = coverage * Math.log(lift);
    if (coverage >= coverageMin && lift >= liftMin && worth > most + 1e-9) [found, most] = [fact, worth];
  }
  return found;
}

/** What tells nothing apart may still be said: all of one task, on a map of that task alone. */
function mostCommon(here: ReadonlyMap<string, number>, size: number): string | null {
  let [found, most]: [string | null, number] = [null, COVERAGE_MIN * size];
  for (const [fact, count] of here) if (count > most) [found, most] = [fact, count];
  return found;
}

/** A name that is taken gets the most common fact that makes it another, else a number. */
function unique(
  name: string,
  own: readonly number[],
  facts: readonly (readonly string[])[],
  taken: Set<string>,
): string {
  const here = [...countFacts(own, facts)].sort((a, b) => b[1] - a[1]);
  const parts = new Set(name.split(JOIN));
  const further = here
    .filter(([fact, count]) => count >= COVERAGE_MIN * own.length && !parts.has(fact))
    .map(([fact]) => `${name}${JOIN}${fact}`);
  const candidates = [name, ...(parts.size > 1 ? [] : further)];
  let chosen = candidates.find((candidate) => !taken.has(candidate));
  for (let n = 2; chosen === undefined; n++) if (!taken.has(`${name} ${n}`)) chosen = `${name} ${n}`;
  taken.add(chosen);
  return chosen;
}

function countFacts(rows: readonly number[], facts: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const fact of new Set(facts[row])) if (fact !== "") counts.set(fact, (counts.get(fact) ?? 0) + 1);
  return counts;
}
