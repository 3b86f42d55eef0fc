/** Controls and line ends part words. */
const PARTING = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Bidi marks, zero-width and other characters without a shape, private use and lone surrogates do not. */
const UNSEEN = /[\p{Cf}\p{DI}\p{Co}\p{Cs}]+/gu;

/** Text of a person or a file as one line without anything that cannot be seen, cut at `lengthMax`; null when nothing is left. */
export function plainText(text: string | null | undefined, lengthMax: number): string | null {
  if (text == null) return null;
  // Far more than is kept, so that a huge text is not searched to its end.
  const seen = text
    .slice(0, lengthMax * 4)
    .replace(PARTING, " ")
    .replace(UNSEEN, "")
    .replace(/\s+/gu, " ")
    .trim();
  if (seen === "") return null;
  const letters = Array.from(seen);
  return letters.length <= lengthMax
    ? seen
    : `${letters
        .slice(0, lengthMax - 1)
        .join("")
        .trimEnd()}…`;
}
