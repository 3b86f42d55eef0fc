import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";

/** @returns the text. @throws AppError `too_large` */
export function demandText(words: string): string {
  if (words.length <= LIMITS.textLengthMax) return words;
  throw new AppError(
    "too_large",
    `A text has at most ${LIMITS.textLengthMax} characters, not ${words.length}.`,
  );
}
