export type Place = "A" | "B" | "C" | "D";

export interface PlacedWord {
  /** Stemmed. */
  word: string;
  /** By position, what its text was marked as; empty where positions were stripped. */
  places: Place[];
}

const [QUOTE, BACKSLASH, COLON, SPACE] = [39, 92, 58, 32];
const MARKS: Partial<Record<number, Place>> = { 65: "A", 66: "B", 67: "C" };
const COMMA = 44;

/** A `tsvector` as Postgres writes it, `'cube':3A,7 'it''s':2B`. */
export function readTsvector(text: string): PlacedWord[] {
  const words: PlacedWord[] = [];
  let at = 0;
  while (at < text.length) {
    const from = (at += 1);
    let isEscaped = false;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code !== BACKSLASH && code !== QUOTE) continue;
      // Both are written twice; one quote is the end.
      if (text.charCodeAt(at + 1) !== code) break;
      isEscaped = true;
      at += 1;
    }
    const word = text.slice(from, at);
    at += 1;
    const places: Place[] = [];
    if (text.charCodeAt(at) === COLON) at = readPlaces(text, at + 1, places);
    words.push({ word: isEscaped ? word.replaceAll(/(['\\])\1/g, "$1") : word, places });
    at += 1;
  }
  return words;
}

/** @returns where they end */
function readPlaces(text: string, from: number, places: Place[]): number {
  let at = from;
  for (; at < text.length && text.charCodeAt(at) !== SPACE; at += 1) {
    const next = text.charCodeAt(at + 1);
    if (next !== COMMA && next !== SPACE && at + 1 < text.length) continue;
    places.push(MARKS[text.charCodeAt(at)] ?? "D");
  }
  return at;
}
