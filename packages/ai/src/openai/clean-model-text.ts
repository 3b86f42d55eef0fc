import { plainText } from "../facts/plain-text.ts";

const MARKUP: readonly [RegExp, string][] = [
  [/<[^<>]{0,500}>/g, " "],
  // Pictures and links: their text stays, where they lead goes.
  [/!?\[([^\][]{0,300})\]\((?:[^()]|\([^()]*\)){0,500}\)/g, "$1"],
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/\S+/gi, " "],
  [/\b(?:javascript|data|mailto|vbscript):\S*/gi, " "],
  [/\bwww\.\S+/gi, " "],
  [/\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|ai|dev|app|co|info|me|ru|cn|xyz|html?|php)\b\S*/gi, " "],
  [/[`*~<>|{}[\]\\]+/g, " "],
  [/(^|\s)#{1,6}\s/g, "$1"],
  [/__+/g, " "],
];

/** Text of a model as plain text: no markup, no addresses, one line, cut. Null when nothing is left. */
export function cleanModelText(text: string, lengthMax: number): string | null {
  let plain = plainText(text, 4 * lengthMax);
  // What is taken out may leave new markup behind.
  for (let pass = 0; pass < 3 && plain !== null; pass++)
    for (const [pattern, instead] of MARKUP) plain = plain.replace(pattern, instead);
  return plainText(plain, lengthMax);
}

const OUTCOME =
  /\b(?:succe(?:ss|ssful|ssfully|ssfuly|eds?|eded)|fail(?:s|ed|ure|ures|ing)?|unsuccessful(?:ly)?)\b/i;
const FAILURE =
  /\b(?:fail(?:s|ed|ure|ures|ing)?|unsuccessful(?:ly)?|not\s+(?:successful|succeed)|without\s+success)\b/i;
const OBEYED =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:previous|prior|above|earlier|all|your)\b|\bsystem prompt\b|\bas an ai\b|\bapi[ _-]?key\b/i;

/** The sentences that may stand: none that states another outcome than the episode has, or that speaks of instructions. */
export function keepHonest(text: string, outcome: "success" | "failure" | null): string {
  const sentences = text.split(/(?<=[.!?])\s+/);
  return sentences
    .filter((sentence) => {
      if (OBEYED.test(sentence)) return false;
      if (!OUTCOME.test(sentence)) return true;
      return outcome !== null && FAILURE.test(sentence) === (outcome === "failure");
    })
    .join(" ");
}
