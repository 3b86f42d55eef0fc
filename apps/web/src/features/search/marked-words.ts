export interface MarkedPart {
  text: string;
  isMatch: boolean;
}

/** Words too common to be worth marking. */
const PLAIN = new Set([
  "the",
  "and",
  "with",
  "for",
  "that",
  "from",
  "into",
  "was",
  "were",
  "are",
  "has",
  "had",
]);
/** Endings that the words of a text may have beyond those of the query: grasp, grasps, grasped. */
const ENDING = "(?:s|es|ed|d|ing|ning|ping|ting|er|ers)?";

const escape = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `text` cut where words of the query stand in it, in whatever form of theirs. */
export function markedWords(text: string, query: string): MarkedPart[] {
  const words = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [])].filter(
    (word) => !PLAIN.has(word),
  );
  if (words.length === 0) return [{ text, isMatch: false }];
  const stems = words.map((word) => escape(word.length > 4 ? word.replace(/(?:es|s|ed|ing)$/u, "") : word));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${stems.join("|")})${ENDING}(?![\\p{L}\\p{N}])`, "giu");
  const parts: MarkedPart[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), isMatch: false });
    parts.push({ text: match[0], isMatch: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isMatch: false });
  return parts;
}
