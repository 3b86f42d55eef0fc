import type { ParsedQuery } from "@retake/ai/query";
import type { EpisodeRecord } from "../catalogue/types.ts";
import type { SearchWhy } from "../schemas/search.ts";
import type { Moment } from "./find-moments.ts";
import type { Held } from "./held-words.ts";
import type { MeaningHit } from "./rank-meaning.ts";
import type { SearchWords } from "./search-words.ts";

/** Chips that order or cut an answer match nothing in it. */
const ORDERS: ReadonlySet<string> = new Set(["sort", "limit"]);
const QUOTE_MAX = 120;

/** Why an episode is among the answers: never empty. What it quotes is plain text. */
export function explainHit(hit: {
  record: EpisodeRecord;
  parsed: Pick<ParsedQuery, "chips">;
  /** Null: it was not asked for in words. */
  said: { words: SearchWords; held: Held } | null;
  meaning: MeaningHit | null;
  moment: Moment | null;
  /** Whether its name, dataset and task hold all of the words. */
  isNamed?: boolean;
}): SearchWhy[] {
  const { record, parsed, said, meaning, moment, isNamed = false } = hit;
  const why: SearchWhy[] = [];
  const found = said?.words.list.filter((_, n) => said.held[n] === true) ?? [];
  if (found.length > 0) why.push({ kind: "words", text: found.join(", ") });
  else if (isNamed) why.push({ kind: "words", text: "in its name, dataset or task" });
  if (moment !== null)
    why.push({ kind: moment.kind === "mark" ? "comment" : moment.kind, text: cut(moment.text) });
  if (meaning !== null) why.push({ kind: "meaning", text: nearTo(meaning, record) });
  for (const { kind, label } of parsed.chips)
    if (!ORDERS.has(kind)) why.push({ kind: "filter", text: label });
  if (why.length > 0) return why;
  return [
    said === null
      ? { kind: "filter", text: "every episode" }
      : { kind: "words", text: "words of the same meaning" },
  ];
}

function nearTo({ field }: MeaningHit, record: EpisodeRecord): string {
  if (field === "task" && record.task !== null) return `task: ${cut(record.task)}`;
  return field === "people" ? "what people said of it" : "its description";
}

function cut(text: string): string {
  return text.length <= QUOTE_MAX ? text : `${text.slice(0, QUOTE_MAX - 1)}…`;
}
