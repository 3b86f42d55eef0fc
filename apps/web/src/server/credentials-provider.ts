import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import { verifyPassword } from "@retake/db/passwords";
import Credentials from "next-auth/providers/credentials";
import type { SignInParts } from "./auth.ts";

/** What sign-in puts into a new cookie beside next-auth's own. */
export interface SignedInUser {
  id: string;
  email: string | null;
  name: string | null;
  sessionVersion: number;
}

/**
 * E-mail and password. A wrong address costs as much time as a wrong password and answers the same; tries are counted by both,
 * and once they are used up the error is `rate_limited:<seconds to wait>`.
 */
export function credentialsProvider({ db, attempts }: SignInParts) {
  return Credentials({
    name: "E-mail",
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(given, request) {
      const email = (given?.email ?? "").trim().toLowerCase().slice(0, 254);
      const password = given?.password ?? "";
      if (email === "" || password === "" || password.length > LIMITS.passwordLengthMax) return null;
      const address = addressOf(request.headers);
      try {
        await attempts.spend("sign_in_address", address);
        await attempts.spend("sign_in_email", email);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        throw new Error(`rate_limited:${error.retryAfterS ?? 900}`, { cause: error });
      }
      const user = await db.prisma.user.findUnique({ where: { email } });
      if (!(await verifyPassword(user?.passwordHash ?? null, password)) || user === null) return null;
      await attempts.forgive("sign_in_email", email);
      await attempts.refund("sign_in_address", address);
      const { id, name, sessionVersion } = user;
      return { id, email, name, sessionVersion } satisfies SignedInUser;
    },
  });
}

/** As the front saw it; what a client claims never gets this far. */
function addressOf(headers: Record<string, unknown> | undefined): string {
  const address = headers?.["x-forwarded-for"];
  return typeof address === "string" && address !== "" ? address : "unknown";
}
