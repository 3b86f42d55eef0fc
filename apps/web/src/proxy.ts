import { type NextRequest, NextResponse } from "next/server";
import { IS_DEVELOPMENT } from "./env.ts";

const PUBLIC_PAGES = /^\/(signin|invite)(\/|$)/;
const LOGIN_COOKIE = /^(__Secure-)?next-auth\.session-token(\.\d+)?$/;

/**
 * Gives every page a strict Content-Security-Policy with a nonce, and sends visitors without a login cookie to the sign-in page.
 * That redirect is a courtesy: what a login may see is decided by every procedure and route, never here.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const hasLogin = request.cookies.getAll().some((cookie) => LOGIN_COOKIE.test(cookie.name));
  if (!hasLogin && !PUBLIC_PAGES.test(pathname)) {
    const target = new URL("/signin", request.url);
    if (pathname !== "/") target.searchParams.set("callbackUrl", pathname + search);
    return NextResponse.redirect(target);
  }

  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, IS_DEVELOPMENT);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "same-origin");
  return response;
}

function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = { matcher: ["/((?!_next/|api/|data/|media/|health|icon|favicon).*)"] };
