/** What one kind of robot's signals show; remembered per robot type in this browser. */
export interface Visibility {
  /** Topics turned off. */
  hiddenTopics: readonly string[];
  /** Per topic the dimensions turned off; a topic without an entry shows its first {@link DIMS_SHOWN}. */
  hiddenDims: Readonly<Record<string, readonly number[]>>;
}

/** More lines than this in one plot cannot be told apart. */
export const DIMS_SHOWN = 12;
/** Beyond this many dimensions a topic is a map, not a bundle of lines. */
export const DIMS_PLOTTED_MAX = 64;

/** Topics that count rows and say nothing about the robot. */
const BOOKKEEPING = new Set(["/index", "/frame_index", "/episode_index", "/task_index", "/timestamp"]);

export const DEFAULT_VISIBILITY: Visibility = { hiddenTopics: [...BOOKKEEPING], hiddenDims: {} };

export function isTopicShown(visibility: Visibility, topic: string): boolean {
  return !visibility.hiddenTopics.includes(topic);
}

/** The dimensions of `topic` to draw, ascending. */
export function shownDims(visibility: Visibility, topic: string, dims: number): number[] {
  const hidden = visibility.hiddenDims[topic];
  return Array.from({ length: dims }, (_, dim) => dim).filter((dim) =>
    hidden === undefined ? dim < DIMS_SHOWN : !hidden.includes(dim),
  );
}

export function toggleTopic(visibility: Visibility, topic: string): Visibility {
  const hiddenTopics = isTopicShown(visibility, topic)
    ? [...visibility.hiddenTopics, topic]
    : visibility.hiddenTopics.filter((hidden) => hidden !== topic);
  return { ...visibility, hiddenTopics };
}

/** Shows exactly `shown` of a topic's dimensions. */
export function showDims(
  visibility: Visibility,
  topic: string,
  dims: number,
  shown: readonly number[],
): Visibility {
  const hidden = Array.from({ length: dims }, (_, dim) => dim).filter((dim) => !shown.includes(dim));
  return { ...visibility, hiddenDims: { ...visibility.hiddenDims, [topic]: hidden } };
}

export function toggleDim(visibility: Visibility, topic: string, dims: number, dim: number): Visibility {
  const shown = shownDims(visibility, topic, dims);
  const next = shown.includes(dim) ? shown.filter((other) => other !== dim) : [...shown, dim];
  return showDims(visibility, topic, dims, next);
}

/** Reads what was stored; anything unreadable is the default. */
export function parseVisibility(text: string | null): Visibility {
  if (text === null) return DEFAULT_VISIBILITY;
  try {
    const stored = JSON.parse(text) as Partial<Visibility> | null;
    const { hiddenTopics, hiddenDims } = stored ?? {};
    if (!Array.isArray(hiddenTopics) || typeof hiddenDims !== "object" || hiddenDims === null)
      return DEFAULT_VISIBILITY;
    const dims = Object.entries(hiddenDims).filter(([, list]) => Array.isArray(list));
    return { hiddenTopics, hiddenDims: Object.fromEntries(dims) };
  } catch {
    return DEFAULT_VISIBILITY;
  }
}
