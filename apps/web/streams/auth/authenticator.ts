import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { AppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { createTokenVerifier, parseToken, type ParsedToken, type VerifiedToken } from "@retake/db/tokens";
import { ANONYMOUS, type Actor, type TokenActor, type UserActor } from "@retake/trpc/actor";
import { LRUCache } from "lru-cache";
import { decodeLogin, findLoginCookie, loginKey, type Login } from "../../src/server/login-token.ts";
import { createFailureCounter } from "./failure-counter.ts";
import { createLoginStates } from "./login-states.ts";

/** Who is behind a request: an API token's header, else a login cookie, else nobody. */
export interface Authenticator {
  /**
   * @param address of the client, which is made to wait after too many wrong credentials
   * @throws AppError `unauthorized` for credentials that are wrong, `rate_limited`. None at all is nobody, not an error.
   */
  actorOf(request: IncomingMessage, address: string): Promise<Actor>;
  close(): void;
}

const COOKIES_MAX = 10_000;
/** The clock is looked at each time: looking once a millisecond takes a timer, which costs more and wakes the process in between. */
const KEPT = { ttl: 30_000, ttlResolution: 0 } as const;

export interface AuthenticatorOptions {
  db: Db;
  listener: Pick<Listener, "connected" | "on" | "onGap">;
  secret: string;
  now: () => Date;
}

export function createAuthenticator({ db, listener, secret, now }: AuthenticatorOptions): Authenticator {
  const key = loginKey(secret);
  const tokens = createTokenVerifier({ db, listener, now });
  const states = createLoginStates({ db, listener });
  const failures = createFailureCounter(now);
  /** Decrypting costs ten times as much as all the rest of a request; what a cookie says never changes. */
  const logins = new LRUCache<string, Login>({ max: COOKIES_MAX, ...KEPT });
  /** Who acts by a token: as long as the verifier remembers it, which is no longer than what a cookie says. */
  const actors = new WeakMap<VerifiedToken, TokenActor>();
  /** What a connection said last: one that is kept alive says the same each time, and is taken apart once. */
  const said = new WeakMap<Socket, { header: string; token: ParsedToken | null }>();

  /** Undefined: it names no token at all. */
  function tokenIn(socket: Socket, header: string | undefined): ParsedToken | null | undefined {
    if (header === undefined) return undefined;
    const last = said.get(socket);
    if (last?.header === header) return last.token;
    if (!/^bearer /i.test(header)) return undefined;
    const token = parseToken(header.slice("bearer ".length).trim());
    said.set(socket, { header, token });
    return token;
  }

  function refuse(address: string, message: string): AppError {
    return failures.count(address) ?? new AppError("unauthorized", message);
  }

  async function byToken(token: ParsedToken | null, address: string): Promise<Actor> {
    const verified = await tokens.verifyParsed(token);
    if (verified === null) throw refuse(address, "This token is not valid.");
    if (verified.kind !== "api") {
      throw new AppError("unauthorized", "This is a robot's token: it records, and opens nothing here.");
    }
    const known = actors.get(verified);
    if (known !== undefined) return known;
    const actor = await tokenActor(db, verified);
    if (actor === null) throw refuse(address, "This token is not valid.");
    actors.set(verified, actor);
    return actor;
  }

  async function byCookie(value: string, address: string): Promise<Actor> {
    let login: Login | null | undefined = logins.get(value);
    if (login === undefined) {
      login = await decodeLogin(key, value, now());
      if (login === null) throw refuse(address, "You are signed out. Sign in again.");
      logins.set(value, login);
    }
    const state = await states.get(login.userId, login.loginId);
    const ended = state === null || state.revoked || state.sessionVersion !== login.sessionVersion;
    // A login that has ended is no guess: it does not count against the address.
    if (ended || login.expiresAt * 1000 <= now().getTime()) {
      throw new AppError("unauthorized", "You are signed out. Sign in again.");
    }
    const { userId, loginId } = login;
    return { kind: "user", userId, loginId, workspaces: state.workspaces } satisfies UserActor;
  }

  return {
    async actorOf(request, address) {
      const token = tokenIn(request.socket, request.headers.authorization);
      if (token !== undefined) return await byToken(token, address);
      const cookie = findLoginCookie(request.headers.cookie);
      return cookie === null ? ANONYMOUS : byCookie(cookie.value, address);
    },
    close() {
      tokens.close();
      states.close();
    },
  };
}

async function tokenActor(
  db: Db,
  token: { id: string; workspaceId: string; scopes: string[] },
): Promise<TokenActor | null> {
  const workspace = await db.prisma.workspace.findUnique({ where: { id: token.workspaceId } });
  if (workspace === null) return null;
  const { id, slug, name } = workspace;
  const role = token.scopes.includes("write") ? "annotator" : "viewer";
  return { kind: "token", tokenId: token.id, scopes: token.scopes, workspaces: [{ id, slug, name, role }] };
}
