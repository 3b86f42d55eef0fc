import * as chrono from "chrono-node";
import { skip, wordSet, type Match, type Rule, type Scope } from "../match.ts";

const UNITS: Readonly<Record<string, number>> = {
  minute: 60e3,
  hour: 3_600e3,
  day: 86_400e3,
  week: 7 * 86_400e3,
  month: 30 * 86_400e3,
  year: 365 * 86_400e3,
};
const DAY_MS = 86_400e3;

const RELATIONS: Readonly<Record<string, Relation>> = {
  since: "from",
  from: "from",
  after: "after",
  before: "before",
  until: "until",
  till: "until",
  on: "within",
  in: "within",
  during: "within",
};
type Relation = "from" | "after" | "before" | "until" | "within";

/** Words that dates begin with; others are not worth the asking. */
const BEGINNINGS = wordSet(
  "today yesterday this last past a an january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept " +
    "oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
);
/** Alone these are words. */
const WEAK = wordSet("may march a an this last past sat sun mon wed fri dec mar");
const WINDOW_WORDS = 6;

/** `after Tuesday`, `in the last 3 days`, `since 1 March`, `2026-11-28`, `yesterday`, `this week`. Days are days in UTC. */
export const dateRule: Rule = (scope, at) => {
  const relation = RELATIONS[scope.tokens[at]?.text ?? ""];
  const here = skip(scope, relation === undefined ? at : at + 1, wordSet("the"));
  return recent(scope, at, here) ?? current(scope, here) ?? named(scope, here, relation ?? null);
};

/** "in the last 3 days" */
function recent(scope: Scope, at: number, here: number): Match | null {
  const word = scope.tokens[here]?.text;
  if (word !== "last" && word !== "past") return null;
  const count = scope.tokens[here + 1];
  const isCounted = count?.kind === "number" && count.unit === "";
  const unit = UNITS[(scope.tokens[here + (isCounted ? 2 : 1)]?.text ?? "").replace(/s$/u, "")];
  if (unit === undefined || (!isCounted && unit < DAY_MS && here === at)) return null;
  const span = (isCounted ? count.value : 1) * unit;
  if (span > 1e13) return null;
  return dated(here + (isCounted ? 3 : 2), { from: new Date(scope.now.getTime() - span) });
}

/** "this week", from its Monday */
function current(scope: Scope, at: number): Match | null {
  if (scope.tokens[at]?.text !== "this") return null;
  const unit = scope.tokens[at + 1]?.text;
  const { now } = scope;
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const from =
    unit === "week"
      ? Date.UTC(year, month, day - ((now.getUTCDay() + 6) % 7))
      : unit === "month"
        ? Date.UTC(year, month, 1)
        : unit === "year"
          ? Date.UTC(year, 0, 1)
          : null;
  return from === null ? null : dated(at + 2, { from: new Date(from) });
}

function named(scope: Scope, at: number, relation: Relation | null): Match | null {
  const first = scope.tokens[at];
  if (first === undefined || scope.datesLeft <= 0) return null;
  const isDigits = /^\d{4}-\d{1,2}(?:-\d{1,2}|$)/u.test(first.text) && first.text.length < 32;
  const ago =
    first.kind === "number" && scope.tokens.slice(at + 1, at + 3).some(({ text }) => isAgoOrMonth(text));
  if (!isDigits && !ago && !(first.kind === "word" && BEGINNINGS.has(first.text))) return null;
  scope.datesLeft -= 1;
  const window = scope.tokens.slice(at, at + WINDOW_WORDS);
  const cut = window.findIndex(({ kind }) => kind !== "word" && kind !== "number");
  const near = cut < 0 ? window : window.slice(0, cut);
  const text = scope.text.slice(first.from, near.at(-1)?.to ?? first.to);
  const [found] = chrono.parse(text, { instant: scope.now, timezone: 0 });
  if (found === undefined || found.index !== 0) return null;
  const to = first.from + found.text.length;
  const length = near.findLastIndex((token) => token.to <= to) + 1;
  if (length === 0 || (length === 1 && WEAK.has(first.text) && relation === null)) return null;
  const span = spanOf(found, scope.now);
  return dated(at + length, bounds(span, relation ?? "within"));
}

function isAgoOrMonth(text: string): boolean {
  return text === "ago" || UNITS[text.replace(/s$/u, "")] !== undefined || BEGINNINGS.has(text);
}

interface Span {
  from: number;
  /** Exclusive. */
  to: number;
}

function spanOf(found: chrono.ParsedResult, now: Date): Span {
  const start = lengthOf(found.start, now);
  if (found.end === null || found.end === undefined) return start;
  return { from: start.from, to: Math.max(start.to, lengthOf(found.end, now).to) };
}

/** A day, a month or an instant, by what was said; a weekday or month that is still to come was the last one. */
function lengthOf(part: chrono.ParsedComponents, now: Date): Span {
  if (part.isCertain("hour")) return { from: part.date().getTime(), to: part.date().getTime() + 60e3 };
  let year = part.get("year") ?? now.getUTCFullYear();
  const month = (part.get("month") ?? 1) - 1;
  const day = part.get("day") ?? 1;
  const isMonth = part.isCertain("month") && !part.isCertain("day");
  if (
    part.isCertain("month") &&
    !part.isCertain("year") &&
    Date.UTC(year, month, isMonth ? 1 : day) > now.getTime()
  )
    year -= 1;
  if (isMonth) return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) };
  let from = Date.UTC(year, month, day);
  if (part.isCertain("weekday") && from > now.getTime()) from -= 7 * DAY_MS;
  return { from, to: from + DAY_MS };
}

function bounds({ from, to }: Span, relation: Relation): { from?: Date; to?: Date } {
  const [begin, end, beyond] = [new Date(from), new Date(to - 1), new Date(to)];
  if (relation === "from") return { from: begin };
  if (relation === "after") return { from: beyond };
  if (relation === "before") return { to: new Date(from - 1) };
  return relation === "until" ? { to: end } : { from: begin, to: end };
}

function dated(end: number, { from, to }: { from?: Date; to?: Date }): Match | null {
  const valid = [from, to].every((date) => date === undefined || isStorable(date));
  if (!valid) return null;
  return {
    end,
    kind: "date",
    label: describeDates(from, to),
    apply({ filters }) {
      if (from !== undefined) filters.from = from.toISOString();
      if (to !== undefined) filters.to = to.toISOString();
    },
  };
}

/** What Postgres and RFC 3339 can both say. */
function isStorable(date: Date): boolean {
  const year = date.getUTCFullYear();
  return Number.isFinite(date.getTime()) && year >= 1 && year <= 9_999;
}

function describeDates(from: Date | undefined, to: Date | undefined): string {
  const day = (date: Date): string =>
    date.getTime() % DAY_MS === 0 || (date.getTime() + 1) % DAY_MS === 0
      ? date.toISOString().slice(0, 10)
      : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (from !== undefined && to !== undefined)
    return day(from) === day(to) ? `on ${day(from)}` : `${day(from)} to ${day(to)}`;
  return from === undefined ? `until ${to === undefined ? "" : day(to)}` : `from ${day(from)}`;
}

/** Of `field:value`. */
export function dateOf(scope: Scope, text: string, relation: Relation): Match | null {
  if (scope.datesLeft <= 0 || text.length > 40) return null;
  scope.datesLeft -= 1;
  const [found] = chrono.parse(text, { instant: scope.now, timezone: 0 });
  return found === undefined ? null : dated(0, bounds(spanOf(found, scope.now), relation));
}
