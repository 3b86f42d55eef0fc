import { EPISODE_NOUNS } from "../stop-words.ts";
import { sequence, skip, wordSet, type Match, type Rule, type Scope } from "../match.ts";

const LEADS = wordSet("that are were was which being");
const MADE_LIVE = wordSet("recorded streamed captured");

/** `imported`, `recorded live`, `live episodes`, `being recorded`, `cut off`, `disconnected`. */
export const stateRule: Rule = (scope, at) => {
  const now =
    sequence(scope, at, "being", "recorded") ??
    sequence(scope, at, "recording", "now") ??
    sequence(scope, at, "still", "recording");
  if (now !== null) return status("recording", now);
  const here = skip(scope, at, LEADS);
  const cut = sequence(scope, here, "cut", "off") ?? sequence(scope, here, "disconnected");
  if (cut !== null) return status("disconnected", cut);
  const imported = sequence(scope, here, "imported");
  if (imported !== null) return source("import", imported);
  const live = sequence(scope, skip(scope, here, MADE_LIVE), "live");
  if (live === null) return null;
  return live > here + 1 || isAboutEpisodes(scope, live) ? source("live", live) : null;
};

function isAboutEpisodes(scope: Scope, at: number): boolean {
  const next = scope.tokens[at];
  return next === undefined || next.kind === "symbol" || EPISODE_NOUNS.has(next.text);
}

export const STATUS_LABELS = {
  recording: "recording now",
  completed: "completed",
  disconnected: "disconnected",
} as const;

function status(value: keyof typeof STATUS_LABELS, end: number): Match {
  return {
    end,
    kind: "status",
    label: STATUS_LABELS[value],
    apply: ({ filters }) => void (filters.status = value),
  };
}

function source(value: "live" | "import", end: number): Match {
  return {
    end,
    kind: "source",
    label: value === "live" ? "recorded live" : "imported",
    apply: ({ filters }) => void (filters.source = value),
  };
}
