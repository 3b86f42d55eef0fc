import { readVectors } from "./read-vectors.ts";
import { createModelServer, type ServerOptions } from "./model-server.ts";

const DIMS: Record<string, number> = {
  "text-embedding-3-small": 1_536,
  "text-embedding-3-large": 3_072,
  "text-embedding-ada-002": 1_536,
};
const TIMEOUT_MS = 10_000;

/** How long the vectors of OpenAI's own models are; null of models that are not known. */
export const defaultDims = (model: string): number | null => DIMS[model] ?? null;

/** Asks a server how long its vectors are. @throws ModelError */
export async function measureDims(options: ServerOptions & { model: string }): Promise<number> {
  const { model } = options;
  return createModelServer(options).ask(
    async (client, signal) => {
      const answer = await client.embeddings.create(
        { model, input: ["robot"], encoding_format: "float" },
        { signal },
      );
      return readVectors(answer, 1, null)[0]?.length ?? 0;
    },
    { timeoutMs: TIMEOUT_MS, attempts: 1 },
  );
}
