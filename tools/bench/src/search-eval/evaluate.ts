import type { EvalHouse } from "./eval-house.ts";
import { answerOf, meanOf, measureRanked, relevantIds, type RankedFigures } from "./measure.ts";
import type { EvalQuery } from "./eval-query.ts";
import { HELD_OUT_QUERIES } from "./held-out-queries.ts";
import { EVAL_QUERIES } from "./queries.ts";

/** One line per query and the means, as text. */
export interface Evaluation {
  ranked: RankedFigures[];
  /** Of questions that nothing was tuned on. */
  heldOut: RankedFigures[];
  /** What of a structured query was not exact, in words. */
  faults: string[];
  report: string;
}

export async function evaluate(house: EvalHouse): Promise<Evaluation> {
  const answerable = (query: EvalQuery): boolean => relevantIds(house, query).size > 0;
  const ranked: RankedFigures[] = [];
  const faults: string[] = [];
  for (const query of EVAL_QUERIES.filter(answerable)) {
    if (query.kind === "structured") faults.push(...(await faultsOf(house, query)));
    else ranked.push(await measureRanked(house, query));
  }
  const heldOut: RankedFigures[] = [];
  for (const query of HELD_OUT_QUERIES.filter(answerable)) heldOut.push(await measureRanked(house, query));
  return { ranked, heldOut, faults, report: reportOf(ranked, heldOut) };
}

async function faultsOf(house: EvalHouse, query: EvalQuery): Promise<string[]> {
  const { ids, total, rest } = await answerOf(house, query);
  const relevant = relevantIds(house, query);
  const wanted = Math.min(relevant.size, query.limit ?? Infinity);
  const faults: string[] = [];
  if (rest !== "") faults.push(`“${query.text}” left the words “${rest}”`);
  if (total !== wanted || ids.length !== wanted || ids.some((id) => !relevant.has(id)))
    faults.push(`“${query.text}” found ${ids.length} of ${wanted}`);
  const figures = ids.map((id) => orderFigure(house, query, id));
  if (figures.some((figure, n) => n > 0 && figure < (figures[n - 1] ?? -Infinity)))
    faults.push(`“${query.text}” is out of order`);
  return faults;
}

/** Rises along an answer in the right order. */
function orderFigure({ episodes }: EvalHouse, { order }: EvalQuery, id: string): number {
  const episode = episodes.get(id);
  if (order === undefined || episode === undefined) return 0;
  const name = order.replace("-", "");
  const figure =
    name === "reward"
      ? (episode.reward ?? -Infinity)
      : name === "frames"
        ? episode.frames
        : episode.durationS;
  return order.startsWith("-") ? -figure : figure;
}

function reportOf(ranked: readonly RankedFigures[], heldOut: readonly RankedFigures[]): string {
  const line = (name: string, list: readonly RankedFigures[]): string => {
    const cells = (["lexical", "vector", "fused"] as const).map((way) => {
      const { recall, reciprocalRank } = meanOf(list.map((one) => one[way]));
      return `${way} ${recall.toFixed(3)} / ${reciprocalRank.toFixed(3)}`;
    });
    return `${name} (${list.length}): ${cells.join("   ")}`;
  };
  const of = (kind: EvalQuery["kind"]): RankedFigures[] => ranked.filter(({ query }) => query.kind === kind);
  return [
    "recall@5 / MRR",
    line("free", of("free")),
    line("mixed", of("mixed")),
    line("all", ranked),
    line("held out", heldOut),
    ...[...ranked, ...heldOut].map((one) => line(`  “${one.query.text}”`, [one])),
  ].join("\n");
}
