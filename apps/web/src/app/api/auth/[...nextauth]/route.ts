import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { processSignInOptions } from "../../../../server/sign-in.ts";

/** Everything below /api/auth: sign-in, sign-out, CSRF token, OAuth callbacks. */
const handler = (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): unknown =>
  NextAuth(request as never, context as never, processSignInOptions());

export { handler as GET, handler as POST };
