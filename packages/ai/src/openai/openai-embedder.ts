import { AppError } from "@retake/core/errors";
import type { Embedder } from "../types.ts";
import { type Budget, UNLIMITED } from "./budget.ts";
import { defaultDims } from "./embedding-dims.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { createModelServer, type AskOptions, type ServerOptions } from "./model-server.ts";
import { readVectors } from "./read-vectors.ts";
import { statedTokens, within } from "./spend.ts";

export interface OpenAiEmbedderOptions extends ServerOptions {
  model: string;
  /** Length of its vectors; null: that of OpenAI's own models, which must be known. `measureDims` asks a server. */
  dims?: number | null;
  budget?: Budget;
  /** Texts in one request; servers differ in what they take. */
  batchSize?: number;
  /** Characters in one request. */
  batchChars?: number;
  queryTimeoutMs?: number;
  indexTimeoutMs?: number;
  attemptsMax?: number;
}

/** Below the 8,191 tokens that OpenAI takes of a text, in any script. */
const TEXT_MAX = 6_000;

/**
 * Vectors of any server that speaks the API of OpenAI. A query has 2 s and one try, for somebody waits; indexing has 30 s and comes back after 429,
 * 5xx and silence. The package is loaded and the client made with the first text.
 * @throws ModelError (`unavailable`), AppError `rate_limited` when the budget is used up, `cancelled`
 */
export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { model, budget = UNLIMITED, batchSize = 50, batchChars = 100_000 } = options;
  const { queryTimeoutMs = 2_000, indexTimeoutMs = 30_000, attemptsMax = 5 } = options;
  const known = defaultDims(model);
  const dims = options.dims ?? known;
  if (dims === null)
    throw new AppError("bad_request", "It must be said how long the vectors of this model are.");
  const server = createModelServer(options);
  const embedBatch = async (input: string[], ask: AskOptions): Promise<Float32Array[]> => {
    const tokens = input.reduce((sum, text) => sum + estimateTokens(text), 0);
    const shorter = known !== null && known !== dims ? { dimensions: dims } : {};
    const answer = await server.ask(
      async (client, signal) => {
        const raw = await client.embeddings.create(
          { model, input, encoding_format: "float", ...shorter },
          { signal },
        );
        return {
          vectors: readVectors(raw, input.length, dims),
          tokens: statedTokens(raw.usage?.total_tokens),
        };
      },
      ask,
      within(budget, { tokens, kind: "embedding" }, (said) => said.tokens),
    );
    return answer.vectors;
  };
  return {
    space: `openai:${model}:${dims}`,
    dims,
    async embed(texts, { signal, purpose = "index" } = {}) {
      const ask: AskOptions =
        purpose === "query"
          ? { timeoutMs: queryTimeoutMs, attempts: 1, signal }
          : { timeoutMs: indexTimeoutMs, attempts: attemptsMax, signal };
      const vectors: Float32Array[] = [];
      for (const batch of batches(texts.map(cut), batchSize, batchChars))
        vectors.push(...(await embedBatch(batch, ask)));
      return vectors;
    },
    async close() {},
  };
}

/** The API refuses empty texts. */
const cut = (text: string): string => text.slice(0, TEXT_MAX).trim() || "-";

function* batches(texts: readonly string[], size: number, chars: number): Generator<string[]> {
  let [batch, length] = [[] as string[], 0];
  for (const text of texts) {
    if (batch.length > 0 && (batch.length >= size || length + text.length > chars)) {
      yield batch;
      [batch, length] = [[], 0];
    }
    batch.push(text);
    length += text.length;
  }
  if (batch.length > 0) yield batch;
}
