import { createOpenAiEmbedder, defaultDims, measureDims } from "@retake/ai/openai";
import type { Embedder } from "@retake/ai/types";
import { toAppError } from "@retake/core/errors";
import { loadLayout } from "../map/layout-row.ts";
import type { Parts } from "../types.ts";
import { lacksVectors } from "./lacks-vectors.ts";
import type { ModelUse } from "./model-use.ts";

export interface TextSpaces {
  /** Whose vectors are made, in this order: the local one always. */
  embedders: readonly Embedder[];
  /** Why the configured server is not among them. */
  problem: string | null;
  /** The space of the map of texts. */
  mapSpace: () => Promise<string>;
}

/** What servers said of models that are not known; it does not change while a process lives. */
const measured = new Map<string, number>();

/**
 * The local space always, and that of the configured server besides. The map goes over to the server's once it is complete, and stays there while some texts
 * wait: going back and forth would lay it out anew each time.
 */
export async function chooseTextSpaces(
  parts: Parts,
  workspaceId: string,
  use: ModelUse | null,
): Promise<TextSpaces> {
  const { db, local } = parts;
  const alone: TextSpaces = { embedders: [local], problem: null, mapSpace: async () => local.space };
  if (use === null) return alone;
  try {
    const remote = await remoteEmbedder(parts, use);
    const mapSpace = async (): Promise<string> => {
      const layout = await loadLayout(db, workspaceId, "text");
      if (layout?.figures.basis === remote.space) return remote.space;
      return (await lacksVectors(db, workspaceId, remote.space)) ? local.space : remote.space;
    };
    return { embedders: [local, remote], problem: null, mapSpace };
  } catch (thrown) {
    return { ...alone, problem: toAppError(thrown).message };
  }
}

async function remoteEmbedder({ batchSize }: Parts, { server, budget }: ModelUse): Promise<Embedder> {
  const { apiKey, baseUrl, embeddingModel: model } = server;
  const name = `${baseUrl ?? ""} ${model}`;
  const dims = defaultDims(model) ?? measured.get(name) ?? (await measureDims({ apiKey, baseUrl, model }));
  measured.set(name, dims);
  return createOpenAiEmbedder({ apiKey, baseUrl, model, dims, budget, batchSize });
}
