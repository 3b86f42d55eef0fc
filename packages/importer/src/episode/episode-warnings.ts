import type { ImportWarning, Warnings } from "../layout/import-warning.ts";

interface Gathered {
  first: ImportWarning;
  episodes: number;
  numbers: number[];
  lost: boolean;
}

const NUMBERS_SHOWN = 5;

/** The same warning of a thousand episodes as one: what it says of the first, and how many there are. */
export class EpisodeWarnings {
  readonly #byKind = new Map<string, Gathered>();

  add(episode: number, warnings: readonly ImportWarning[]): void {
    for (const warning of warnings) {
      // Warnings differ by their numbers and file names only.
      const kind = `${warning.code} ${warning.message.split(/[ :]/)[0]?.replaceAll(/\d+/g, "#")}`;
      const known = this.#byKind.get(kind);
      const lost = warning.lost === true || LOST_CODES.has(warning.code);
      if (known === undefined)
        this.#byKind.set(kind, { first: warning, episodes: 1, numbers: [episode], lost });
      else if (known.numbers.at(-1) !== episode) {
        known.episodes += 1;
        if (known.numbers.length < NUMBERS_SHOWN) known.numbers.push(episode);
      }
    }
  }

  summarise(into: Warnings): void {
    for (const { first, episodes, numbers, lost } of this.#byKind.values()) {
      const more = episodes > numbers.length ? `, … (${episodes})` : "";
      const where = episodes === 1 ? `Episode ${numbers[0]}` : `Episodes ${numbers.join(", ")}${more}`;
      into.add(first.code, `${where}: ${first.message}`, lost);
    }
  }
}

/** Stored warnings do not say so any more, but an unchanged episode lacks today what it lacked then. */
const LOST_CODES = new Set([
  "camera_missing",
  "pictures_missing",
  "feature_refused",
  "feature_absent",
  "frames_missing",
]);
