import type { EpisodeFacts } from "../facts/types.ts";
import { type Budget, UNLIMITED } from "./budget.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { createModelServer, type ServerOptions } from "./model-server.ts";
import { readSummary } from "./read-summary.ts";
import { statedTokens, within } from "./spend.ts";
import { INSTRUCTION, promptParts, type Still } from "./summary-prompt.ts";
import { type ModelSummary, SUMMARY_FORMAT } from "./summary-schema.ts";

export interface SummariserOptions extends ServerOptions {
  model: string;
  budget?: Budget;
  timeoutMs?: number;
  attemptsMax?: number;
}

export interface ModelSummariser {
  /** `openai:<model>` */
  readonly by: string;
  /**
   * What a model sees in an episode, as plain text. It changes nothing else of the episode.
   * @param stills up to 4 JPEGs
   * @throws ModelError (`unavailable`), AppError `rate_limited` when the budget is used up, `cancelled`
   */
  summarise(
    facts: EpisodeFacts,
    stills: readonly Still[],
    options?: { signal?: AbortSignal },
  ): Promise<ModelSummary>;
}

/** Room for the answer, and for what a model thinks before it. */
const ANSWER_TOKENS_MAX = 2_000;
/** Of a picture at low detail; OpenAI counts 85 to 2,833 by model. */
const PICTURE_TOKENS = 3_000;

export function createModelSummariser(options: SummariserOptions): ModelSummariser {
  const { model, budget = UNLIMITED, timeoutMs = 60_000, attemptsMax = 3 } = options;
  const server = createModelServer(options);
  const by = `openai:${model}`;
  return {
    by,
    async summarise(facts, stills, { signal } = {}) {
      const content = promptParts(facts, stills);
      const tokens = content.reduce(
        (sum, part) => sum + (part.type === "text" ? estimateTokens(part.text) : PICTURE_TOKENS),
        estimateTokens(INSTRUCTION) + ANSWER_TOKENS_MAX,
      );
      const answer = await server.ask(
        (client, late) =>
          client.chat.completions.create(
            {
              model,
              messages: [
                { role: "system", content: INSTRUCTION },
                { role: "user", content },
              ],
              response_format: SUMMARY_FORMAT,
              max_completion_tokens: ANSWER_TOKENS_MAX,
            },
            { signal: late },
          ),
        { timeoutMs, attempts: attemptsMax, signal },
        within(budget, { tokens, kind: "chat" }, (said: { usage?: { total_tokens: number } } | null) =>
          statedTokens(said?.usage?.total_tokens),
        ),
      );
      return { text: readSummary(answer, facts.outcome), by };
    },
  };
}
