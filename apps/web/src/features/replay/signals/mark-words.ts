import type { Mark } from "@retake/trpc/schemas";
import { formatSeconds } from "./format-value.ts";

/** Colour and shape of each kind; the word is in the text beside it or on hover. */
export const MARK_LOOKS = {
  success: { sign: "✓", ink: "text-success", edge: "var(--success-fill)" },
  failure: { sign: "✕", ink: "text-failure", edge: "var(--failure-fill)" },
  note: { sign: "◆", ink: "text-ink-2", edge: "var(--line-strong)" },
  phase: { sign: "▸", ink: "text-accent", edge: "var(--accent)" },
} as const;

export function markWords({ kind, text }: Mark): string {
  return text ?? kind;
}

/** `phase: lift (12.345 s)` */
export function markTitle(mark: Mark): string {
  return `${mark.kind}${mark.text === null ? "" : `: ${mark.text}`} (${formatSeconds(mark.time)})`;
}
