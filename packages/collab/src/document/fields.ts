import { demandText } from "./demand-text.ts";
import type { EpisodeDocument } from "./open-document.ts";
import { finite, oneOf, text } from "./read-value.ts";
import { LOCAL } from "./undo.ts";

/** What is said of an episode as a whole. */
export interface EpisodeFields {
  outcome: "success" | "failure" | null;
  /** 1 to 5 stars. */
  rating: number | null;
  notes: string;
}

export interface Tag {
  tag: string;
  by: string;
  at: number;
}

const OUTCOMES = ["success", "failure"] as const;

export function fieldsOf({ fields }: EpisodeDocument): EpisodeFields {
  const rating = finite(fields.get("rating"));
  return {
    outcome: oneOf(OUTCOMES, fields.get("outcome")),
    rating: rating !== null && Number.isInteger(rating) && rating >= 1 && rating <= 5 ? rating : null,
    notes: text(fields.get("notes")) ?? "",
  };
}

export function setField<K extends keyof EpisodeFields>(
  { doc, fields }: EpisodeDocument,
  field: K,
  value: EpisodeFields[K],
): void {
  if (typeof value === "string") demandText(value);
  if (fields.get(field) !== value) doc.transact(() => fields.set(field, value), LOCAL);
}

export function tagsOf({ tags }: EpisodeDocument): Tag[] {
  return [...tags]
    .map(([tag, value]) => ({ tag, by: text(value?.by) ?? "", at: finite(value?.at) ?? 0 }))
    .sort((a, b) => a.at - b.at || (a.tag < b.tag ? -1 : 1));
}

/** @param by null takes the tag away */
export function setTag(
  { doc, tags }: EpisodeDocument,
  tag: string,
  by: { user: string; at: number } | null,
): void {
  if (by === null ? !tags.has(tag) : tags.has(tag)) return;
  doc.transact(() => (by === null ? tags.delete(tag) : tags.set(tag, { by: by.user, at: by.at })), LOCAL);
}
