import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { processSignInOptions } from "../../../../server/sign-in.ts";
import { asTooManyAttempts } from "../../../../server/too-many-attempts.ts";

/** Everything below /api/auth: sign-in, sign-out, CSRF token, OAuth callbacks. */
const handler = async (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) => {
  const answered: Promise<Response> = NextAuth(request as never, context as never, processSignInOptions());
  return asTooManyAttempts(await answered);
};

export { handler as GET, handler as POST };
