import { markedWords } from "./marked-words.ts";

/** A text with the words of a query marked in it. */
export function MarkedText({ text, words }: { text: string; words: string }) {
  return markedWords(text, words).map((part, index) =>
    part.isMatch ? (
      <mark key={index} className="bg-transparent font-semibold text-ink">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}
