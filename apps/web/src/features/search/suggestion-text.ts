/** What of a query a suggestion stands for: the words before the caret that its name contains. */
const WORDS_MAX = 6;
const CHARS_MIN = 2;

const isBoundary = (text: string, at: number): boolean =>
  at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "");

/**
 * Where the last words of `text` begin that stand in `name`, from the start of one of its words; null when none do.
 * `pick up the re` and `Grasp the red cube` → the place of `the re`.
 */
export function matchStart(text: string, name: string): number | null {
  const words = text.toLowerCase();
  const target = name.toLowerCase();
  const starts = [...words.matchAll(/\S+/g)].map(({ index }) => index).slice(-WORDS_MAX);
  for (const start of starts) {
    const tail = words.slice(start);
    if (tail.trim().length < CHARS_MIN) return null;
    for (let at = target.indexOf(tail); at !== -1; at = target.indexOf(tail, at + 1)) {
      if (isBoundary(target, at)) return start;
    }
  }
  return null;
}

/** `text` with its words from `start` on replaced, ready for the next word. */
export function completed(text: string, start: number, words: string): string {
  return `${text.slice(0, start)}${words} `;
}
