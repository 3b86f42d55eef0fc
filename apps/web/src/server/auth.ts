import { randomUUID } from "node:crypto";
import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import type { NextAuthOptions, Profile } from "next-auth";
import type { JWT } from "next-auth/jwt";
import type { AttemptLimiter } from "./attempt-limiter.ts";
import { credentialsProvider, type SignedInUser } from "./credentials-provider.ts";
import { loadLoginState, revokeLogin } from "./login-state.ts";
import { LOGIN_ID_CLAIM, LOGIN_MAX_AGE_S, SESSION_VERSION_CLAIM } from "./login-token.ts";
import { oauthProviders } from "./oauth-providers.ts";
import { admitOAuthLogin, findOAuthUser } from "./oauth-user.ts";

export interface SignInParts {
  db: Db;
  attempts: AttemptLimiter;
  secret: string;
  config: Pick<Config, "github" | "google" | "oidc">;
  now: () => Date;
  /** For the log: what failed inside sign-in. Wrong passwords are not failures. */
  report: (code: string, error: unknown) => void;
}

/**
 * next-auth: how people sign in. It only makes and ends the cookie; what a login may do is decided by the front at every request, against the
 * user's session version and the revoked logins.
 */
export function signInOptions(parts: SignInParts): NextAuthOptions {
  const { db, now } = parts;
  return {
    secret: parts.secret,
    session: { strategy: "jwt", maxAge: LOGIN_MAX_AGE_S },
    pages: { signIn: "/signin", error: "/signin", signOut: "/signin" },
    providers: [credentialsProvider(parts), ...oauthProviders(parts.config)],
    callbacks: {
      async signIn({ account, profile, user }) {
        if (account === null || account.type === "credentials") return true;
        const { provider, providerAccountId, type } = account;
        const email = user.email ?? null;
        const login = { provider, providerAccountId, type, email, name: user.name ?? null };
        return (await admitOAuthLogin(db, { ...login, emailVerified: isVerified(profile) }, now())) !== null;
      },
      async jwt({ token, user, account, trigger }) {
        if (account === null || trigger === undefined || trigger === "update") return renewedLogin(db, token);
        const userId = account.type === "credentials" ? user.id : await findOAuthUser(db, account);
        if (userId === null) throw new Error("a login without a user");
        return { name: token.name, email: token.email, sub: userId, ...(await newLogin(db, userId, user)) };
      },
      // Names for the page; everything else it asks the front.
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { name: token.name ?? null, email: token.email ?? null },
      }),
    },
    events: {
      async signOut({ token }) {
        const { sub, [LOGIN_ID_CLAIM]: loginId } = token;
        if (sub !== undefined && typeof loginId === "string") await revokeLogin(db, sub, loginId, now());
      },
    },
    logger: {
      error: (code, error) => parts.report(code, error),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

async function newLogin(db: Db, userId: string, user: object): Promise<Record<string, unknown>> {
  const known = (user as Partial<SignedInUser>).sessionVersion;
  const sessionVersion =
    known ?? (await db.prisma.user.findUniqueOrThrow({ where: { id: userId } })).sessionVersion;
  return { [LOGIN_ID_CLAIM]: randomUUID(), [SESSION_VERSION_CLAIM]: sessionVersion };
}

/** A cookie is only ever renewed while its login holds; next-auth clears it when this throws. */
async function renewedLogin(db: Db, token: JWT): Promise<JWT> {
  const { sub, [LOGIN_ID_CLAIM]: loginId, [SESSION_VERSION_CLAIM]: sessionVersion } = token;
  const state =
    sub !== undefined && typeof loginId === "string" ? await loadLoginState(db, sub, loginId) : null;
  if (state === null || state.revoked || state.sessionVersion !== sessionVersion) {
    throw new Error("this login has ended");
  }
  return token;
}

function isVerified(profile: Profile | undefined): boolean {
  return profile === undefined || !("email_verified" in profile) || profile["email_verified"] !== false;
}
