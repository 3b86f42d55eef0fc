export { createLocalEmbedder, type LocalEmbedderOptions } from "./embedder/local-embedder.ts";
export { withCache } from "./embedder/with-cache.ts";
export { createMemoryVectorStore, type VectorRow, type VectorStore } from "./embedder/vector-store.ts";
export { hashText } from "./embedder/hash-text.ts";
export { cosineOfUnits, normalise } from "./embedder/unit-vector.ts";
