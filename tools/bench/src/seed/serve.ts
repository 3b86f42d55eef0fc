// `serve.ts <duckdb file> <port>`: the seed's HTTP side in a process of its own. Plain node:http is much faster than the seed's uvicorn and FastAPI.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Question } from "../question.ts";
import { openSeed } from "./open-seed.ts";

interface SeekBody {
  start_time: number;
  end_time: number;
  topics?: string[];
  limit?: number;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function questionOf(request: IncomingMessage): Promise<Question | null> {
  const url = new URL(request.url ?? "/", "http://seed");
  const [noun, id, verb] = url.pathname.slice(1).split("/").map(decodeURIComponent);
  if (noun !== "sessions") return null;
  if (id === undefined) {
    const { limit = 100, offset = 0 } = Object.fromEntries(url.searchParams);
    return { kind: "list", limit: Number(limit), offset: Number(offset) };
  }
  if (verb === undefined) return { kind: "detail", sessionId: id };
  if (verb === "export") return { kind: "export", sessionId: id };
  if (verb !== "seek") return null;
  const body = JSON.parse(await readBody(request)) as SeekBody;
  const { start_time: from, end_time: to, topics = null, limit = 1_000 } = body;
  return { kind: "seek", sessionId: id, from, to, topics, limit };
}

const seed = await openSeed(process.argv[2] ?? "");

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const question = await questionOf(request);
  const body = question === null ? '{"status":"ok"}' : await seed.ask(question);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.argv[3]), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
