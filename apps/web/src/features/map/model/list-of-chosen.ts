import { writeArea, type MapArea } from "@retake/trpc/map-area";
import type { ColourBy } from "./colouring.ts";
import { NONE_KEY } from "./colouring.ts";

/** Ids that an address may name. */
export const LINKED_MAX = 100;

/** Colourings whose rows the list can be narrowed down by. */
const FILTERS: Partial<Record<ColourBy, string>> = {
  dataset: "dataset",
  task: "task",
  robot: "robot",
  outcome: "outcome",
  source: "source",
};

export interface ChosenOnMap {
  /** The part of the map it is, when it is just that. */
  area: MapArea | null;
  sessionIds: readonly string[];
  /** Rows of the legend that are shown; null: all. */
  show: readonly string[] | null;
  colour: ColourBy;
  /** The map is shown as it once was. */
  isPast: boolean;
}

/** The query of the episode list that has exactly the chosen ones; null when no address can say which those are. */
export function listOfChosen({ area, sessionIds, show, colour, isPast }: ChosenOnMap): string | null {
  const only = show === null ? {} : filterOf(colour, show);
  if (area !== null && only !== null && !isPast)
    return new URLSearchParams({ area: writeArea(area), ...only }).toString();
  if (sessionIds.length > LINKED_MAX) return null;
  return new URLSearchParams({ ids: sessionIds.join(",") }).toString();
}

function filterOf(colour: ColourBy, show: readonly string[]): Record<string, string> | null {
  const name = FILTERS[colour];
  const [value, ...more] = show;
  if (name === undefined || value === undefined || more.length > 0) return null;
  if (value === NONE_KEY) return name === "outcome" ? { outcome: "none" } : null;
  return value.startsWith("~") ? null : { [name]: value };
}
