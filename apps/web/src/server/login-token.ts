import { hkdfSync } from "node:crypto";
import { EncryptJWT, jwtDecrypt } from "jose";

/** What the cookie of a login says. It is next-auth 4's own format (JWE `dir`, A256GCM), so Next and the front read each other's. */
export interface Login {
  userId: string;
  /** Constant through every renewal of the cookie, unlike `jti`, which next-auth draws anew each time: what a sign-out revokes. */
  loginId: string;
  /** Must equal the user's own, which a password change raises. */
  sessionVersion: number;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** Names of our claims beside the standard ones. */
export const LOGIN_ID_CLAIM = "lid";
export const SESSION_VERSION_CLAIM = "sv";

export const LOGIN_MAX_AGE_S = 7 * 24 * 3600;
const COOKIE_NAMES = ["__Secure-next-auth.session-token", "next-auth.session-token"] as const;
/** Browsers keep 4 KB a cookie; a login of ours needs well under one. */
const CHUNKS_MAX = 4;

/** next-auth 4: HKDF of the secret, without salt. */
export function loginKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", "NextAuth.js Generated Encryption Key", 32));
}

/** The login inside a cookie's value, or null for one that is expired, forged or not of ours. */
export async function decodeLogin(key: Uint8Array, token: string, now: Date): Promise<Login | null> {
  try {
    const { payload } = await jwtDecrypt(token, key, {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
      currentDate: now,
    });
    const { sub, exp, [LOGIN_ID_CLAIM]: loginId, [SESSION_VERSION_CLAIM]: sessionVersion } = payload;
    if (sub === undefined || exp === undefined) return null;
    if (typeof loginId !== "string" || typeof sessionVersion !== "number") return null;
    return { userId: sub, loginId, sessionVersion, expiresAt: exp };
  } catch {
    return null;
  }
}

/** The same, the other way round. @param profile name and e-mail address, which next-auth shows the page */
export async function encodeLogin(
  key: Uint8Array,
  login: Login,
  profile: { name: string | null; email: string | null },
): Promise<string> {
  return await new EncryptJWT({
    name: profile.name,
    email: profile.email,
    [LOGIN_ID_CLAIM]: login.loginId,
    [SESSION_VERSION_CLAIM]: login.sessionVersion,
  })
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setSubject(login.userId)
    .setIssuedAt()
    .setExpirationTime(login.expiresAt)
    .setJti(crypto.randomUUID())
    .encrypt(key);
}

/** The login cookie of a `Cookie` header, put together from its chunks if it has any. */
export function findLoginCookie(header: string | undefined): { name: string; value: string } | null {
  if (header === undefined || !header.includes("next-auth.session-token")) return null;
  const cookies = new Map<string, string>();
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  for (const name of COOKIE_NAMES) {
    const whole = cookies.get(name);
    if (whole !== undefined && whole !== "") return { name, value: whole };
    let chunked = "";
    for (let n = 0; n < CHUNKS_MAX; n += 1) chunked += cookies.get(`${name}.${n}`) ?? "";
    if (chunked !== "") return { name, value: chunked };
  }
  return null;
}

/** A `Set-Cookie` that replaces the login cookie of that name, with the flags next-auth gives it. */
export function loginCookie(name: string, value: string): string {
  const secure = name.startsWith("__Secure-") ? "; Secure" : "";
  return `${name}=${value}; Path=/; Max-Age=${LOGIN_MAX_AGE_S}; HttpOnly; SameSite=Lax${secure}`;
}
