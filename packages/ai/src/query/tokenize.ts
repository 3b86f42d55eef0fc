// One pass over the characters, no expression that can backtrack.

export interface Token {
  kind: "word" | "number" | "quoted" | "not" | "field" | "symbol";
  /** Lower case. Of `quoted` and `not`: what is within; of `field`: the value. */
  text: string;
  /** Of `field`: its name. */
  name: string;
  value: number;
  /** Letters that touch the number: `20s`. */
  unit: string;
  from: number;
  to: number;
}

/** More words than this are more than a question: the others are left out of it. */
export const TOKENS_MAX = 200;

const QUOTES = new Set(['"', "“", "”", "„"]);
const JOINERS = new Set(["_", ".", "-", "/", "'", "’"]);
const COMPARISONS = new Set(["<", ">", "=", "≤", "≥"]);

/** Words, numbers, quotes and `field:value`, each with where it stands. @param fields names that may stand before a colon */
export function tokenize(text: string, fields: ReadonlySet<string>): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length && tokens.length < TOKENS_MAX) {
    const token = tokenAt(text, at, fields);
    if (token === null) at += 1;
    else {
      tokens.push(token);
      at = token.to;
    }
  }
  return tokens;
}

function tokenAt(text: string, at: number, fields: ReadonlySet<string>): Token | null {
  const char = text[at] ?? "";
  if (QUOTES.has(char)) return quoted(text, at);
  if (COMPARISONS.has(char)) {
    const to = text[at + 1] === "=" ? at + 2 : at + 1;
    return plain("symbol", text.slice(at, to), at, to);
  }
  if (char === "," || char === ";") return plain("symbol", ",", at, at + 1);
  if (char === "-" && isStart(text, at)) return negated(text, at);
  if (!isAlphanumeric(char)) return null;
  const to = wordEnd(text, at);
  const word = text.slice(at, to).toLowerCase();
  if (text[to] === ":" && fields.has(word)) return fieldValue(text, word, at, to + 1);
  return numberOr(word, at, to);
}

function quoted(text: string, at: number): Token | null {
  let end = at + 1;
  while (end < text.length && !QUOTES.has(text[end] ?? "")) end += 1;
  if (end >= text.length) return null;
  const within = text
    .slice(at + 1, end)
    .trim()
    .toLowerCase();
  return within === "" ? null : plain("quoted", within, at, end + 1);
}

function negated(text: string, at: number): Token | null {
  const phrase = QUOTES.has(text[at + 1] ?? "") ? quoted(text, at + 1) : null;
  if (phrase !== null) return { ...phrase, kind: "not", from: at };
  const to = wordEnd(text, at + 1);
  const word = text.slice(at + 1, to).toLowerCase();
  return word === "" || !isLetter(word[0] ?? "") ? null : plain("not", word, at, to);
}

function fieldValue(text: string, name: string, from: number, at: number): Token | null {
  const phrase = QUOTES.has(text[at] ?? "") ? quoted(text, at) : null;
  if (phrase !== null) return { ...phrase, kind: "field", name, from };
  let to = at;
  while (to < text.length && !isSpace(text[to] ?? "") && text[to] !== ",") to += 1;
  const value = text.slice(at, to).toLowerCase();
  return value === "" ? plain("word", name, from, at) : { ...plain("field", value, from, to), name };
}

/** `20`, `0.5`, `20s`; `206ep` and `2026-11-28` are words. */
function numberOr(word: string, from: number, to: number): Token {
  let digits = 0;
  while (digits < word.length && isNumeral(word[digits] ?? "")) digits += 1;
  const unit = word.slice(digits);
  const value = Number(word.slice(0, digits));
  const isNumber =
    digits > 0 &&
    Number.isFinite(value) &&
    unit.length < 8 &&
    Array.from(unit).every((char) => isLetter(char));
  return isNumber
    ? { ...plain("number", word, from, to), value, unit }
    : plain("word", word.replaceAll("’", "'"), from, to);
}

function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const char = text[end] ?? "";
    if (!isAlphanumeric(char) && !(JOINERS.has(char) && isAlphanumeric(text[end + 1] ?? "") && end > at))
      break;
    end += 1;
  }
  return end;
}

function plain(kind: Token["kind"], text: string, from: number, to: number): Token {
  return { kind, text, name: "", value: 0, unit: "", from, to };
}

const isStart = (text: string, at: number): boolean => at === 0 || isSpace(text[at - 1] ?? "");
const isSpace = (char: string): boolean => /\s/u.test(char);
const isNumeral = (char: string): boolean => (char >= "0" && char <= "9") || char === ".";
const isLetter = (char: string): boolean => /\p{L}/u.test(char);
const isAlphanumeric = (char: string): boolean => /[\p{L}\p{N}\p{M}]/u.test(char);
