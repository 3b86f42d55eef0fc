import type { RestRoute } from "./route.ts";

export interface RouteMatch {
  route: RestRoute;
  params: Record<string, string>;
}

/** Ids that no episode can be reached by here, because they name collections. */
const RESERVED_IDS = new Set(["search", "similarity-graph"]);

interface Compiled {
  route: RestRoute;
  parts: readonly Part[];
  /** Whether one of its parts takes more than one segment. */
  stretches: boolean;
}

interface Part {
  literal: string | null;
  name: string;
  many: boolean;
}

/** @returns what answers a path below `/api/v1`, with or without a slash at its end: a route, the methods it would take (wrong method), or null (no such path) */
export function createRouteMatcher(routes: readonly RestRoute[]) {
  const compiled = routes.map((route): Compiled => {
    const parts = route.path.slice(1).split("/").map(partOf);
    return { route, parts, stretches: parts.some(({ many }) => many) };
  });
  return (method: string, path: string): RouteMatch | { allow: string[] } | null => {
    const segments = decodeSegments(path);
    if (segments === null) return null;
    for (const one of compiled) {
      const params = one.route.method === method ? matchParts(one, segments) : null;
      if (params !== null) return { route: one.route, params };
    }
    const allow = compiled
      .filter((one) => matchParts(one, segments) !== null)
      // Whoever matches HEAD asks for GET's route.
      .flatMap(({ route }) => (route.method === "GET" ? ["GET", "HEAD"] : [route.method]));
    return allow.length === 0 ? null : { allow };
  };
}

function partOf(text: string): Part {
  const match = /^\{(\w+)(\+?)\}$/.exec(text);
  return match === null
    ? { literal: text, name: "", many: false }
    : { literal: null, name: match[1] ?? "", many: match[2] === "+" };
}

function decodeSegments(path: string): string[] | null {
  const segments = path.slice(1, path.endsWith("/") ? -1 : undefined).split("/");
  if (!path.includes("%")) return segments;
  try {
    const decoded = segments.map(decodeURIComponent);
    return decoded.some((segment) => segment.includes("\0")) ? null : decoded;
  } catch {
    return null;
  }
}

function matchParts(
  { parts, stretches }: Compiled,
  segments: readonly string[],
): Record<string, string> | null {
  const spare = segments.length - parts.length;
  if (spare < 0 || (spare > 0 && !stretches)) return null;
  const params: Record<string, string> = {};
  let at = 0;
  for (const part of parts) {
    const segment = segments[at] ?? "";
    if (part.literal !== null) {
      if (segment !== part.literal) return null;
      at += 1;
    } else if (part.many) {
      params[part.name] = segments.slice(at, at + spare + 1).join("/");
      at += spare + 1;
    } else {
      if (segment === "" || RESERVED_IDS.has(segment)) return null;
      params[part.name] = segment;
      at += 1;
    }
  }
  return params;
}
