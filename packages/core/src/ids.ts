import { z } from "zod";
import { plainLetters } from "./plain-letters.ts";

/** Public name of an episode inside its workspace, as robots choose it: `session_id` of the REST and robot interfaces. */
export const SESSION_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

export const sessionIdSchema = z
  .string()
  .regex(SESSION_ID_PATTERN, "letters, digits, '.', '_' and '-', at most 128, the first a letter or digit");

/**
 * The public name of an imported episode: readable, stable across repeated imports, unique in the workspace.
 * @param slug the dataset's slug from {@link datasetSlug}
 */
export function importedSessionId(slug: string, episodeIndex: number): string {
  return `${slug}.episode_${String(episodeIndex).padStart(6, "0")}`;
}

/**
 * `lerobot/pusht` → `lerobot.pusht`, `räm bots 🤖` → `ram.bots`; at most 100 characters, so that an episode number still fits. For new datasets
 * only: one that is there keeps the slug it was given.
 */
export function datasetSlug(name: string): string {
  const slug = plainLetters(name)
    .replaceAll(/[^A-Za-z0-9._-]+/g, ".")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 100)
    .replace(/\.+$/, "");
  return slug === "" ? "dataset" : slug;
}

/** Hub ids: one optional owner and a name, as huggingface.co admits them. No dots alone, no traversal. */
export const HUB_ID_PATTERN = /^(?:[A-Za-z0-9][\w.-]{0,95}\/)?[A-Za-z0-9][\w.-]{0,95}$/;

export function isHubId(text: string): boolean {
  return HUB_ID_PATTERN.test(text) && !text.includes("..") && !text.includes("--");
}
