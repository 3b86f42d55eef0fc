import { add, isWord, skip, wordSet, type Match, type Rule, type Scope } from "../match.ts";
import type { Named } from "../vocabulary.ts";
import { NAME_WORDS_MAX } from "../vocabulary.ts";

const PLACES = wordSet("from in of on by with using for to at and or");
const ARTICLES = wordSet("the a an");
const KINDS = wordSet("dataset datasets robot arm operator label labels tag tags tagged labelled labeled");
const DOERS = wordSet("labelled labeled annotated commented reviewed segmented comments notes");
const OPERATES = wordSet("operated teleoperated recorded driven demonstrated collected");

/** `from pusht`, `by so101`, `with label regrasp`, `by maria`, `labelled by anna`, `assigned to tom`. */
export const nameRule: Rule = (scope, at) => person(scope, at) ?? label(scope, at) ?? place(scope, at);

function person(scope: Scope, at: number): Match | null {
  const first = scope.tokens[at]?.text ?? "";
  const link = scope.tokens[at + 1]?.text;
  if (first === "assigned" && link === "to") {
    const found = namesAt(scope, at + 2);
    return found === null || found.named.people.length === 0
      ? null
      : people("assignees", "assigned to", found);
  }
  if (link !== "by" && link !== "from") return null;
  const found = namesAt(scope, at + 2);
  if (found === null) return null;
  if (DOERS.has(first) && found.named.people.length > 0) return people("authors", `${first} by`, found);
  if (OPERATES.has(first) && found.named.operators.length > 0) return operators(found);
  return null;
}

function label(scope: Scope, at: number): Match | null {
  const here = skip(scope, at, wordSet("with having and"));
  const token = scope.tokens[here];
  if (!isWord(token, LABEL_WORDS)) return null;
  const from = skip(scope, here + 1, wordSet("as with of"));
  const quoted = scope.tokens[from];
  if (quoted?.kind === "quoted") return labels([quoted.text], from + 1);
  const found = namesAt(scope, from);
  return found === null || found.named.labels.length === 0 ? null : labels(found.named.labels, found.end);
}
const LABEL_WORDS = wordSet("label labels tag tags tagged labelled labeled");

/** What is named without saying as what. A label alone is a word: it is said often of what is not labelled so. */
function place(scope: Scope, at: number): Match | null {
  const by = scope.tokens[at]?.text === "by";
  let here = skip(scope, at, PLACES);
  here = skip(scope, here, ARTICLES);
  const kind = isWord(scope.tokens[here], KINDS) ? (scope.tokens[here]?.text ?? "") : "";
  const found = namesAt(scope, kind === "" ? here : here + 1);
  if (found === null) return null;
  const { named } = found;
  const behind = scope.tokens[found.end]?.text ?? "";
  const end = behind === "dataset" || behind === "robot" || behind === "arm" ? found.end + 1 : found.end;
  const said = kind === "" ? behind : kind;
  if (said === "dataset" || said === "datasets")
    return named.datasets.length === 0 ? null : dataset(found, end);
  if ((said === "robot" || said === "arm") && named.robots.length > 0) return robot(found, end);
  if (kind === "operator") return named.operators.length === 0 ? null : operators(found);
  if (kind !== "" && kind !== "robot" && kind !== "arm") return null;
  if (by && named.operators.length + named.people.length > 0) return hands(found);
  if (named.datasets.length > 0 && named.robots.length > 0) return origin(found, end);
  if (named.datasets.length > 0) return dataset(found, end);
  return named.robots.length > 0 ? robot(found, end) : null;
}

interface Found {
  named: Named;
  end: number;
  /** As it was written. */
  text: string;
}

function namesAt(scope: Scope, at: number): Found | null {
  const tokens = scope.tokens.slice(at, at + NAME_WORDS_MAX);
  const end = tokens.findIndex(
    ({ kind }, n) => kind !== "word" && kind !== "number" && (n > 0 || kind !== "quoted"),
  );
  const near = end < 0 ? tokens : tokens.slice(0, end);
  if (near[0]?.kind === "quoted") near.length = 1;
  const found = scope.vocabulary.longest(
    near.flatMap(({ text }) => text.split(" ")).slice(0, NAME_WORDS_MAX),
  );
  if (found === null) return null;
  const length = near[0]?.kind === "quoted" ? 1 : found.length;
  const [first, last] = [near[0], near[length - 1]];
  if (first === undefined || last === undefined) return null;
  return { named: found.named, end: at + length, text: scope.text.slice(first.from, last.to) };
}

function dataset({ named, text }: Found, end: number): Match {
  return {
    end,
    kind: "dataset",
    label: `dataset ${text}`,
    apply({ filters }) {
      filters.datasets = add(filters.datasets, ...named.datasets);
    },
  };
}

function robot({ named, text }: Found, end: number): Match {
  return {
    end,
    kind: "robot",
    label: `robot ${text}`,
    apply({ filters }) {
      filters.robots = add(filters.robots, ...named.robots);
    },
  };
}

function origin({ named, text }: Found, end: number): Match {
  return {
    end,
    kind: "robot",
    label: `robot or dataset ${text}`,
    apply({ filters }) {
      filters.origins = {
        datasets: add(filters.origins?.datasets, ...named.datasets),
        robots: add(filters.origins?.robots, ...named.robots),
      };
    },
  };
}

function hands({ named, end, text }: Found): Match {
  return {
    end,
    kind: named.people.length > 0 ? "person" : "operator",
    label: `by ${text}`,
    apply({ filters }) {
      filters.hands = {
        operators: add(filters.hands?.operators, ...named.operators),
        people: add(filters.hands?.people, ...named.people.map(({ id }) => id)),
      };
    },
  };
}

function operators({ named, end, text }: Found): Match {
  return {
    end,
    kind: "operator",
    label: `operator ${text}`,
    apply({ filters }) {
      filters.operators = add(filters.operators, ...named.operators);
    },
  };
}

function people(as: "authors" | "assignees", said: string, { named, end, text }: Found): Match {
  return {
    end,
    kind: "person",
    label: `${said} ${text}`,
    apply({ filters }) {
      filters[as] = add(filters[as], ...named.people.map(({ id }) => id));
    },
  };
}

export function labels(values: readonly string[], end: number): Match {
  return {
    end,
    kind: "label",
    label: `label ${values.join(", ")}`,
    apply({ filters }) {
      filters.labels = add(filters.labels, ...values);
    },
  };
}
