import type { EpisodeMeta } from "../types.ts";
import { describeFacts } from "./describe-facts.ts";
import type { EpisodeFacts } from "./types.ts";

export interface TextField {
  name: "task" | "people" | "description";
  text: string;
}

export interface SearchTexts {
  /** What people said: task, labels, notes, comments, tags. */
  a: string;
  /** What is described, by rules and by a model. */
  b: string;
  /** Names and metadata. */
  c: string;
  /** Each becomes one vector; empty ones are left out. */
  fields: TextField[];
}

/** The texts by which an episode is found. @param modelSummary what a model wrote of it, or null */
export function searchTexts(
  meta: EpisodeMeta,
  facts: EpisodeFacts,
  modelSummary: string | null,
): SearchTexts {
  const task = [facts.task, ...facts.tasks].flatMap((one) => (one === null ? [] : words(one))).join(". ");
  const labels = [...new Set(facts.labels.map(({ label }) => words(label)))];
  const notes = facts.labels.flatMap(({ note }) => note ?? []);
  const comments = [...facts.comments, ...facts.marks].flatMap(({ text }) => text ?? []);
  const people = [labels.join(", "), facts.tags.join(", "), facts.notes ?? "", ...notes, ...comments];
  const said = people.filter((one) => one !== "").join(". ");
  const description = [describeFacts(facts), modelSummary ?? ""].filter((one) => one !== "").join("\n");
  const names = [facts.robot, facts.dataset, facts.operator, ...facts.cameras, meta.sessionId];
  const fields: TextField[] = [
    { name: "task", text: task },
    { name: "people", text: said },
    { name: "description", text: description },
  ];
  return {
    a: [task, said].filter((one) => one !== "").join("\n"),
    b: description,
    c: names.flatMap((one) => one ?? []).join(" "),
    fields: fields.filter(({ text }) => text !== ""),
  };
}

/** `grasp_cube` is two words to whoever searches. */
const words = (name: string): string => name.replaceAll("_", " ");
