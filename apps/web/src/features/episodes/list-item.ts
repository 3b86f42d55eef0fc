import type { EpisodeRow, WorkOnEpisode } from "@retake/trpc/schemas";
import type { MouseEvent } from "react";
import type { RowHit } from "./load-page.ts";

/** What a row, a card and a poster of the list have in common. */
export interface ListItemProps {
  /** Undefined while its page is on the way. */
  row: EpisodeRow | undefined;
  /** Why it is among the results; null in a plain list. */
  hit: RowHit | null;
  /** Who labels and reviews it; undefined where nobody does, or one may not see it. */
  work: WorkOnEpisode | undefined;
  /** The words that were searched for. */
  words: string;
  index: number;
  href: string;
  isSelected: boolean;
  isCurrent: boolean;
  /** Something is selected already: a plain press goes on selecting where there is no room for check boxes. */
  onPress: (event: MouseEvent, index: number) => void;
  onToggle: (index: number, isRange: boolean) => void;
  now: number;
}

/** The element id of an item, for `aria-activedescendant`. */
export function itemId(index: number): string {
  return `episode-${index}`;
}
