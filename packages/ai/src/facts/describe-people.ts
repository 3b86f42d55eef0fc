import { listed, quoted, seconds } from "./phrases.ts";
import type { EpisodeFacts } from "./types.ts";

const LABELS_TOLD = 8;
const COMMENTS_TOLD = 2;

/** What the team said of it, in quotes. */
export function describePeople({ labels, tags, notes, comments, marks }: EpisodeFacts): string[] {
  const sentences: string[] = [];
  if (labels.length > 0) {
    const told = labels
      .slice(0, LABELS_TOLD)
      .map(({ label, start }) => `${quoted(label)} at ${seconds(start)}`);
    const more = labels.length > LABELS_TOLD ? `, ${labels.length} labels in all` : "";
    sentences.push(`Labelled ${listed(told)}${more}.`);
  }
  if (tags.length > 0) sentences.push(`Tagged ${listed(tags.slice(0, LABELS_TOLD).map(quoted))}.`);
  if (notes !== null) sentences.push(`Notes: ${quoted(notes)}.`);
  for (const { time, text } of comments.slice(0, COMMENTS_TOLD))
    sentences.push(`Comment at ${seconds(time)}: ${quoted(text)}.`);
  for (const { time, kind, text } of marks.slice(0, COMMENTS_TOLD))
    sentences.push(`Marked ${quoted(text ?? kind)} at ${seconds(time)}.`);
  return sentences;
}
