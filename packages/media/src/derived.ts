import { createHash } from "node:crypto";
import { AppError } from "@retake/core/errors";

/** Where files that can be made again are kept. `get` of a missing key answers null or rejects with `not_found`; `put` is atomic. */
export interface DerivedStore {
  get(key: string): Promise<Uint8Array | null>;
  put(key: string, body: Uint8Array): Promise<unknown>;
}

/** Raise it when the same ask must give other bytes than before. */
const RECIPE_VERSION = 1;

/** `derived/<ab>/<hash>.<ext>`: named for everything the content depends on, so it never has to be invalidated. */
export function derivedKey(recipe: unknown[], extension: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([RECIPE_VERSION, ...recipe]))
    .digest("hex");
  return `derived/${hash.slice(0, 2)}/${hash}.${extension}`;
}

export async function readDerived(store: DerivedStore, key: string): Promise<Uint8Array | null> {
  return store.get(key).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
}
