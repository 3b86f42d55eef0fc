import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LIST_OPEN = 0x5b;
const LIST_CLOSE = 0x5d;
const OBJECT_OPEN = 0x7b;
const OBJECT_CLOSE = 0x7d;
const COLON = 0x3a;
const CAPITAL_I = 0x49;
const CAPITAL_N = 0x4e;
/** Letters of JSON's structure; all others (digits, blanks, commas) are stepped over. */
const FIRST_INTERESTING = COLON;

/**
 * Counts keys, containers and nesting before `JSON.parse` builds anything, and puts quotes around the `NaN`, `Infinity` and
 * `-Infinity` that Python writes. Strings are stepped over by `indexOf`, so a picture in base64 costs next to nothing.
 * @throws ProtocolError `too_complex`, `bad_json`
 */
export function scanJson(text: string): string {
  let depth = 0;
  let keys = 0;
  let containers = 0;
  let bare: [from: number, to: number][] | null = null;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) at = endOfString(text, at);
    else if (letter < FIRST_INTERESTING) continue;
    else if (letter === COLON) keys++;
    else if (letter === LIST_OPEN || letter === OBJECT_OPEN) {
      depth++;
      containers++;
      if (depth > PROTOCOL_LIMITS.nestingMax || containers > PROTOCOL_LIMITS.jsonContainersMax) tooComplex();
    } else if (letter === LIST_CLOSE || letter === OBJECT_CLOSE) depth--;
    else if (letter === CAPITAL_N || letter === CAPITAL_I) {
      const word = letter === CAPITAL_N ? "NaN" : "Infinity";
      if (!text.startsWith(word, at)) throw new ProtocolError("bad_json", "The frame is not JSON.");
      const from = letter === CAPITAL_I && text[at - 1] === "-" ? at - 1 : at;
      (bare ??= []).push([from, at + word.length]);
      at += word.length - 1;
    }
  }
  if (keys > PROTOCOL_LIMITS.jsonKeysMax) tooComplex();
  return bare === null ? text : quoteRanges(text, bare);
}

function endOfString(text: string, open: number): number {
  let close = open;
  for (;;) {
    close = text.indexOf('"', close + 1);
    if (close < 0) throw new ProtocolError("bad_json", "The frame is not JSON: a text has no end.");
    let escapes = 0;
    while (text.charCodeAt(close - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return close;
  }
}

function quoteRanges(text: string, ranges: readonly [number, number][]): string {
  const parts: string[] = [];
  let end = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(end, from), '"', text.slice(from, to), '"');
    end = to;
  }
  parts.push(text.slice(end));
  return parts.join("");
}

function tooComplex(): never {
  const { nestingMax, jsonKeysMax, jsonContainersMax } = PROTOCOL_LIMITS;
  throw new ProtocolError(
    "too_complex",
    `A text frame may hold ${jsonKeysMax} keys and ${jsonContainersMax} objects and lists, ${nestingMax} inside each other.`,
  );
}
