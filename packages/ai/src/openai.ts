export { createBudget, type Budget, type BudgetOptions, type Reservation } from "./openai/budget.ts";
export { createOpenAiEmbedder, type OpenAiEmbedderOptions } from "./openai/openai-embedder.ts";
export { defaultDims, measureDims } from "./openai/embedding-dims.ts";
export {
  createModelSummariser,
  type ModelSummariser,
  type SummariserOptions,
} from "./openai/model-summariser.ts";
export type { ModelSummary } from "./openai/summary-schema.ts";
export type { Still } from "./openai/summary-prompt.ts";
export { type FallbackEmbedder, type QueryVectors, withFallback } from "./openai/with-fallback.ts";
export { ModelError, type ModelFault } from "./openai/model-error.ts";
export type { ServerOptions } from "./openai/model-server.ts";
export { type BreakerOptions, withBreaker } from "./openai/with-breaker.ts";
