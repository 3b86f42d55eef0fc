import type { Rule } from "./relevance.ts";

export interface EvalQuery {
  text: string;
  /** `structured`: filters alone answer it, so exactly the relevant ones may come; `free`: ranking does; `mixed`: both. */
  kind: "structured" | "free" | "mixed";
  /** Relevant is what any of them holds for. */
  relevant: readonly Rule[];
  /** The order that the query asks for, over its relevant episodes. */
  order?: "reward" | "-reward" | "duration" | "-duration" | "-frames";
  limit?: number;
}

export function structured(
  text: string,
  relevant: readonly Rule[],
  extra: Pick<EvalQuery, "order" | "limit"> = {},
): EvalQuery {
  return { text, kind: "structured", relevant, ...extra };
}

export function free(text: string, relevant: readonly Rule[]): EvalQuery {
  return { text, kind: "free", relevant };
}

export function mixed(text: string, relevant: readonly Rule[]): EvalQuery {
  return { text, kind: "mixed", relevant };
}
