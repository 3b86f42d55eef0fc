import type { IncomingMessage, ServerResponse } from "node:http";
import type { Db } from "@retake/db";
import type { UserActor } from "@retake/trpc/actor";
import { encodeLogin, findLoginCookie, loginCookie, LOGIN_MAX_AGE_S } from "../../src/server/login-token.ts";

export interface LoginRenewal {
  db: Db;
  loginKey: Uint8Array;
  now: () => Date;
}

/** Gives the browser that is asking a cookie of the same login under a new session version; all others of the user stay void. */
export function renewLogin(
  options: LoginRenewal,
  request: IncomingMessage,
  response: ServerResponse,
  actor: UserActor,
): (sessionVersion: number) => Promise<void> {
  return async (sessionVersion) => {
    const cookie = findLoginCookie(request.headers.cookie);
    const user = await options.db.prisma.user.findUnique({ where: { id: actor.userId } });
    if (cookie === null || user === null) return;
    const expiresAt = Math.floor(options.now().getTime() / 1000) + LOGIN_MAX_AGE_S;
    const { userId, loginId } = actor;
    const value = await encodeLogin(options.loginKey, { userId, loginId, sessionVersion, expiresAt }, user);
    response.appendHeader("set-cookie", loginCookie(cookie.name, value));
  };
}
