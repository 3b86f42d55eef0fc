import type { Embedder } from "@retake/ai/types";
import type { Parts } from "../types.ts";

export interface TextSpaces {
  /** Whose vectors are made, in this order: the local one always. */
  embedders: readonly Embedder[];
  /** The space of the map of texts: the configured one once it is complete, until then the local one. */
  mapSpace: () => Promise<string>;
}

export async function chooseTextSpaces({ local }: Parts, _workspaceId: string): Promise<TextSpaces> {
  return { embedders: [local], mapSpace: async () => local.space };
}
