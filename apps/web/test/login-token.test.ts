import { decode, encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import {
  decodeLogin,
  encodeLogin,
  findLoginCookie,
  loginCookie,
  loginKey,
} from "../src/server/login-token.ts";

const secret = "a secret for tests that is long enough to pass";
const key = loginKey(secret);
const now = new Date();
const login = {
  userId: "u",
  loginId: "l",
  sessionVersion: 3,
  expiresAt: Math.floor(now.getTime() / 1000) + 60,
};

describe("a login's cookie", () => {
  test("is read by next-auth when we write it, and by us when next-auth does", async () => {
    const ours = await encodeLogin(key, login, { name: "N", email: "e@x.test" });
    expect(await decode({ token: ours, secret })).toMatchObject({
      sub: "u",
      lid: "l",
      sv: 3,
      name: "N",
      exp: login.expiresAt,
    });
    const theirs = await encode({ token: { sub: "u", lid: "l", sv: 3 }, secret, maxAge: 60 });
    expect(await decodeLogin(key, theirs, now)).toMatchObject({
      userId: "u",
      loginId: "l",
      sessionVersion: 3,
    });
  });

  test("is nothing when it is expired, forged, of another secret or without our claims", async () => {
    const good = await encodeLogin(key, login, { name: null, email: null });
    expect(await decodeLogin(key, good, now)).toEqual(login);
    expect(await decodeLogin(key, good, new Date(now.getTime() + 120_000))).toBeNull();
    expect(await decodeLogin(loginKey(`${secret}!`), good, now)).toBeNull();
    expect(await decodeLogin(key, `${good.slice(0, -4)}AAAA`, now)).toBeNull();
    expect(await decodeLogin(key, await encode({ token: { sub: "u" }, secret }), now)).toBeNull();
    for (const text of ["", "x", "a.b.c.d.e", "{}"]) expect(await decodeLogin(key, text, now)).toBeNull();
  });

  test("is found whole or in chunks, and never in another cookie's name", () => {
    const name = "next-auth.session-token";
    expect(findLoginCookie(`a=1; ${name}=v; b=2`)).toEqual({ name, value: "v" });
    expect(findLoginCookie(`${name}.1=y; ${name}.0=x`)).toEqual({ name, value: "xy" });
    expect(findLoginCookie(`__Secure-${name}=s; ${name}=v`)).toEqual({
      name: `__Secure-${name}`,
      value: "s",
    });
    expect(findLoginCookie(`x${name}=v`)).toBeNull();
    expect(findLoginCookie(`${name}=`)).toBeNull();
    expect(findLoginCookie(undefined)).toBeNull();
  });

  test("is written anew with the flags it had, Secure only where it was", () => {
    expect(loginCookie("next-auth.session-token", "v")).toMatch(
      /^next-auth\.session-token=v; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    expect(loginCookie("__Secure-next-auth.session-token", "v")).toMatch(/; Secure$/);
  });
});
