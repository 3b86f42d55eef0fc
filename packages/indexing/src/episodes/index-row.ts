import { type EpisodeFacts, describeFacts, searchTexts } from "@retake/ai/facts";
import { hashText } from "@retake/ai/embedder";
import type { EpisodeMeta, Finding } from "@retake/ai/types";

/** What is stored of an episode before, as far as it is kept when only words change. */
export interface StoredIndex {
  episodeId: string;
  basis: string;
  facts: EpisodeFacts;
  modelSummary: string | null;
  motionSpace: string | null;
  motionVersion: number | null;
  problems: Record<string, string>;
}

export interface IndexRow {
  episodeId: string;
  basis: string;
  facts: EpisodeFacts;
  factualSummary: string;
  /** What lists show of it. */
  summary: string;
  textA: string;
  textB: string;
  textC: string;
  taskHash: string | null;
  peopleHash: string | null;
  descriptionHash: string | null;
  /** Whether what follows, and the findings, were made again. */
  isRead: boolean;
  motionSpace: string | null;
  motionVersion: number | null;
  motion: Float32Array | null;
  findings: readonly Finding[];
  problems: Record<string, string>;
}

/** The words of an episode, and the names of their vectors. */
export function wordsOf(
  meta: EpisodeMeta,
  facts: EpisodeFacts,
  modelSummary: string | null,
): Pick<
  IndexRow,
  "factualSummary" | "summary" | "textA" | "textB" | "textC" | "taskHash" | "peopleHash" | "descriptionHash"
> {
  const { a, b, c, fields } = searchTexts(meta, facts, modelSummary);
  const factualSummary = describeFacts(facts);
  const hashOf = (name: string): string | null => {
    const field = fields.find((one) => one.name === name);
    return field === undefined ? null : hashText(field.text).toString("hex");
  };
  return {
    factualSummary,
    summary: modelSummary ?? factualSummary,
    textA: a,
    textB: b,
    textC: c,
    taskHash: hashOf("task"),
    peopleHash: hashOf("people"),
    descriptionHash: hashOf("description"),
  };
}
