import type { Embedder } from "../types.ts";
import { hashText } from "./hash-text.ts";
import type { VectorStore } from "./vector-store.ts";

/**
 * Asks the embedder only for texts whose vectors the store lacks, each once, and keeps what comes.
 * A store that fails is an error of the call: vectors that cost money are not computed again in silence.
 */
export function withCache(embedder: Embedder, store: VectorStore): Embedder {
  const { space, dims } = embedder;
  return {
    space,
    dims,
    async embed(texts, options) {
      const hashes = texts.map(hashText);
      const found = await store.get(space, hashes);
      const missing = new Map<string, { text: string; hash: Buffer }>();
      for (const [i, hash] of hashes.entries())
        if (found[i] == null) missing.set(hash.toString("base64"), { text: texts[i] ?? "", hash });
      if (missing.size === 0) return found.map(present);
      const asked = [...missing.values()];
      const vectors = await embedder.embed(
        asked.map(({ text }) => text),
        options,
      );
      const rows = asked.map(({ hash }, i) => ({ hash, vector: present(vectors[i]) }));
      await store.put(space, rows);
      const fresh = new Map(rows.map(({ hash, vector }) => [hash.toString("base64"), vector]));
      return hashes.map((hash, i) => present(found[i] ?? fresh.get(hash.toString("base64"))));
    },
    close: () => embedder.close(),
  };
}

function present(vector: Float32Array | null | undefined): Float32Array {
  if (vector == null) throw new Error("assertion failed: an embedder answers every text");
  return vector;
}
