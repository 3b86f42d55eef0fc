/** One call both designs answer, in the words they share: the REST paths of the seed, which ours kept. */
export type Question =
  | { kind: "list"; limit: number; offset: number }
  | { kind: "detail"; sessionId: string }
  | { kind: "seek"; sessionId: string; from: number; to: number; topics: string[] | null; limit: number }
  | { kind: "export"; sessionId: string };

/** The whole body of an answer. @throws for every status but 200 */
export type Ask = (question: Question) => Promise<Uint8Array | string>;

export interface RestRequest {
  method: "GET" | "POST";
  /** Below the API's prefix, without the query. */
  path: string;
  query: string;
  body: unknown;
}

export function toRestRequest(question: Question): RestRequest {
  if (question.kind === "list")
    return {
      method: "GET",
      path: "/sessions",
      query: `limit=${question.limit}&offset=${question.offset}`,
      body: undefined,
    };
  const path = `/sessions/${encodeURIComponent(question.sessionId)}`;
  switch (question.kind) {
    case "detail":
      return { method: "GET", path, query: "", body: undefined };
    case "export":
      return { method: "GET", path: `${path}/export`, query: "format=json", body: undefined };
    case "seek": {
      const { from, to, topics, limit } = question;
      const body = { start_time: from, end_time: to, ...(topics === null ? {} : { topics }), limit };
      return { method: "POST", path: `${path}/seek`, query: "", body };
    }
  }
}
