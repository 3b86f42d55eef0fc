import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does with one request instead of answering as it should. */
export type Misbehaviour =
  | { kind: "status"; status: number; code?: string; headers?: Record<string, string> }
  /** Never answers. */
  | { kind: "silence" }
  /** Sends headers and a part of the body, then nothing. */
  | { kind: "stall" }
  | { kind: "hang_up" }
  | { kind: "body"; body: string; type?: string };

export interface OpenAiRequest {
  path: string;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

export interface OpenAiServer {
  /** `http://127.0.0.1:<port>/v1` */
  url: string;
  requests: OpenAiRequest[];
  /** Resolves when the first request has come. */
  firstRequest(): Promise<void>;
  /** What the next requests meet, one each; then it answers again. */
  misbehave(...next: Misbehaviour[]): void;
  /** The `content` of answers to chat. */
  say(content: string): void;
  close(): Promise<void>;
}

const KEY = "sk-test-not-a-secret";

/** A server on loopback that speaks the API of OpenAI: embeddings that depend on the words of a text, and chat. */
export async function startOpenAiServer({ dims = 1_536, apiKey = KEY } = {}): Promise<OpenAiServer> {
  const requests: OpenAiRequest[] = [];
  const queue: Misbehaviour[] = [];
  let came = (): void => undefined;
  const first = new Promise<void>((resolve) => (came = resolve));
  let content = JSON.stringify({ summary: "The arm lifts a cube.", objects: ["cube"], actions: ["lift"] });
  const server = createServer((request, response) => void handle(request, response));
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Record<string, unknown>;
    const path = request.url ?? "";
    came();
    requests.push({ path, authorization: request.headers.authorization, body });
    const wrong = queue.shift();
    if (wrong !== undefined) return misbehaveNow(response, wrong);
    if (request.headers.authorization !== `Bearer ${apiKey}`)
      return fail(response, 401, "invalid_api_key", { "x-should-retry": "false" });
    if (path === "/v1/embeddings") return json(response, embeddings(body, dims));
    if (path === "/v1/chat/completions") return json(response, completion(body, content));
    return fail(response, 404, "not_found", {});
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    firstRequest: () => first,
    misbehave: (...next) => void queue.push(...next),
    say: (next) => (content = next),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function misbehaveNow(response: ServerResponse, wrong: Misbehaviour): void {
  if (wrong.kind === "status")
    return fail(response, wrong.status, wrong.code ?? "error", wrong.headers ?? {});
  if (wrong.kind === "hang_up") return void response.destroy();
  if (wrong.kind === "body") {
    response.writeHead(200, { "content-type": wrong.type ?? "application/json" });
    return void response.end(wrong.body);
  }
  if (wrong.kind === "stall") {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"object":"list","data":[');
  }
}

function fail(response: ServerResponse, status: number, code: string, headers: Record<string, string>): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  // Real servers quote parts of the key in such messages.
  response.end(JSON.stringify({ error: { message: `Refused, key ${KEY}`, type: code, param: null, code } }));
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function embeddings(body: Record<string, unknown>, dims: number): unknown {
  const input = Array.isArray(body["input"]) ? (body["input"] as string[]) : [String(body["input"])];
  const size = typeof body["dimensions"] === "number" ? body["dimensions"] : dims;
  const data = input.map((text, index) => ({
    object: "embedding",
    index,
    embedding: wordVector(text, size),
  }));
  const tokens = input.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  // Last first: the order is said by `index` only.
  return {
    object: "list",
    data: data.toReversed(),
    model: body["model"],
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** Texts that share words are near; a hash (FNV-1a) puts each word on a dimension. */
function wordVector(text: string, dims: number): number[] {
  const vector = Array.from({ length: dims }, () => 0);
  for (const word of text.toLowerCase().match(/\p{L}+|\d+/gu) ?? ["-"]) {
    let hash = 2_166_136_261;
    for (const letter of word) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
    vector[hash % dims] = (vector[hash % dims] ?? 0) + 1;
  }
  return vector;
}

function completion(body: Record<string, unknown>, content: string): unknown {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 0,
    model: body["model"],
    choices: [{ index: 0, message: { role: "assistant", content, refusal: null }, finish_reason: "stop" }],
    usage: { prompt_tokens: 400, completion_tokens: 60, total_tokens: 460 },
  };
}

export const TEST_KEY = KEY;
