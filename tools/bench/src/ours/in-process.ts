import { readConfig } from "@retake/core/config";
import type { TokenActor } from "@retake/trpc/actor";
import { handleRest, matchRoute } from "@retake/trpc/rest";
import { createFront } from "@retake/web/streams";
import { toRestRequest, type Ask } from "../question.ts";
import type { House } from "./house.ts";

/**
 * Our REST handlers without the socket: authorise, check the input, read, write the whole answer's text.
 * An answer stands until the next question: its memory is used again then, as the front does once it has sent it.
 */
export function openInProcess({ env, workspace }: House): {
  ask: Ask;
  ready(): Promise<void>;
  close(): Promise<void>;
} {
  const config = readConfig(env);
  const front = createFront({
    ...config,
    databaseUrl: env["DATABASE_URL"] ?? "",
    authSecret: env["AUTH_SECRET"] ?? "",
    nextUrl: null,
  });
  const actor: TokenActor = { kind: "token", tokenId: "bench", scopes: ["read"], workspaces: [workspace] };
  let release: (() => void) | undefined;
  const ctx = { ...front.services, actor, address: "127.0.0.1", renewLogin: null, backlog: null };
  return {
    async ask(question) {
      release?.();
      release = undefined;
      const { method, path, query, body } = toRestRequest(question);
      const match = matchRoute(method, path);
      if (match === null || "allow" in match) throw new Error(`no route answers ${method} ${path}`);
      const answer = await handleRest({
        match,
        ctx,
        queryString: query,
        readJson: () => Promise.resolve(body),
        accept: "",
        workspaceHeader: undefined,
      });
      if (answer.status !== 200 || answer.body === null) throw new Error(`${path} answered ${answer.status}`);
      release = answer.release;
      if (typeof answer.body === "string" || answer.body instanceof Uint8Array) return answer.body;
      const pieces: Uint8Array[] = [];
      for await (const piece of answer.body as AsyncIterable<Uint8Array | string>)
        pieces.push(typeof piece === "string" ? Buffer.from(piece) : piece);
      return Buffer.concat(pieces);
    },
    ready: () => front.services.signals.ready(),
    close: () => front.stop(),
  };
}
