import { cleanModelText, keepHonest } from "./clean-model-text.ts";
import { ModelError } from "./model-error.ts";
import { type SummaryAnswer, summarySchema } from "./summary-schema.ts";

const [SUMMARY_MAX, WORD_MAX, WORDS_MAX] = [900, 60, 8];
/** Shorter says nothing. */
const SUMMARY_MIN = 15;

/**
 * The text of an answer that keeps to the schema, cleaned.
 * @param outcome of the episode, which no model changes
 * @throws ModelError `malformed`, also when the model would not say anything
 */
export function readSummary(answer: unknown, outcome: "success" | "failure" | null): string {
  const { summary, objects, actions } = parse(answer);
  const text = keepHonest(cleanModelText(summary, SUMMARY_MAX) ?? "", outcome);
  if (text.length < SUMMARY_MIN) throw new ModelError("malformed", { detail: "a summary that says nothing" });
  const list = (name: string, words: readonly string[]): string => {
    const clean = words
      .slice(0, WORDS_MAX)
      .flatMap((word) => keepHonest(cleanModelText(word, WORD_MAX) ?? "", outcome) || []);
    return clean.length === 0 ? "" : ` ${name}: ${clean.join(", ")}.`;
  };
  return `${text}${list("Objects", objects)}${list("Actions", actions)}`;
}

function parse(answer: unknown): SummaryAnswer {
  const choices = (answer as { choices?: unknown } | null)?.choices;
  const choice = (Array.isArray(choices) ? choices[0] : undefined) as
    | { finish_reason?: unknown; message?: { content?: unknown; refusal?: unknown } }
    | undefined;
  if (typeof choice?.message?.refusal === "string")
    throw new ModelError("malformed", { detail: "the model would not describe it" });
  const content = choice?.message?.content;
  if (typeof content !== "string") throw new ModelError("malformed", { detail: "no text" });
  if (choice?.finish_reason === "length") throw new ModelError("malformed", { detail: "cut off" });
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw new ModelError("malformed", { detail: "the text is not JSON" });
  }
  const read = summarySchema.safeParse(json);
  if (!read.success) throw new ModelError("malformed", { detail: "the JSON is not of the schema" });
  return read.data;
}
