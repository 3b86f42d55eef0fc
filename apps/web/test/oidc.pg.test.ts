import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBrowser, type Browser } from "./fixtures/browser.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { OIDC_CLIENT, startOidcIssuer, type OidcIssuer } from "./fixtures/oidc-issuer.ts";
import { startSignInServer, type SignInServer } from "./fixtures/sign-in-server.ts";

let issuer: OidcIssuer;
let next: SignInServer;
let house: TestFront;
beforeAll(async () => {
  issuer = await startOidcIssuer();
  next = await startSignInServer();
  house = await startTestFront({ config: { nextUrl: next.url } });
  next.use(house.db, { github: null, google: null, oidc: { issuer: issuer.url, ...OIDC_CLIENT } });
});
afterAll(async () => {
  await house.close();
  await next.close();
  await issuer.close();
});

/** Follows the whole way there and back. @returns where it ended */
async function signIn(browser: Browser, change: (back: URL) => URL = (back) => back): Promise<string> {
  const start = await browser.postForm("/api/auth/signin/oidc", {});
  const { url } = (await start.json()) as { url: string };
  const there = await fetch(url, { redirect: "manual" });
  const back = change(new URL(there.headers.get("location") ?? ""));
  const response = await browser.fetch(back.pathname + back.search);
  return response.headers.get("location") ?? "";
}

const emailOf = async (browser: Browser): Promise<string | null> => {
  const response = await browser.fetch("/api/trpc/me.get");
  if (response.status !== 200) return null;
  const { result } = (await response.json()) as { result: { data: { user: { email: string } } } };
  return result.data.user.email;
};

describe("single sign-on", () => {
  test("lets a member in, by the address the provider vouches for, and again when that address has changed", async () => {
    issuer.person = { sub: "member", email: "Viewer@lab.test", email_verified: true, name: "V" };
    const browser = createBrowser(house.url);
    expect(await signIn(browser)).not.toContain("error");
    expect(await emailOf(browser)).toBe("viewer@lab.test");
    issuer.person.email = "renamed@lab.test";
    const later = createBrowser(house.url);
    await signIn(later);
    expect(await emailOf(later)).toBe("viewer@lab.test");
    const accounts = await house.db.prisma.account.findMany();
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({ access_token: null, id_token: null, refresh_token: null });
  });

  test("keeps strangers out, and makes no account for them", async () => {
    issuer.person = { sub: "stranger", email: "stranger@else.test", email_verified: true, name: "S" };
    const users = await house.db.prisma.user.count();
    const browser = createBrowser(house.url);
    expect(await signIn(browser)).toContain("error=AccessDenied");
    expect(await emailOf(browser)).toBeNull();
    expect(await house.db.prisma.user.count()).toBe(users);
  });

  test("takes no address that the provider has not verified", async () => {
    issuer.person = { sub: "pretender", email: "owner@lab.test", email_verified: false, name: "P" };
    const browser = createBrowser(house.url);
    expect(await signIn(browser)).toContain("error=AccessDenied");
    expect(await emailOf(browser)).toBeNull();
  });

  test("takes up an invitation for the address, once", async () => {
    const invitation = await house.db.prisma.invitation.create({
      data: {
        workspaceId: house.lab.id,
        role: "annotator",
        email: "guest@else.test",
        hash: new Uint8Array(32).fill(1),
        createdById: house.lab.people.owner.id,
        expiresAt: new Date(Date.now() + 1e7),
      },
    });
    issuer.person = { sub: "guest", email: "guest@else.test", email_verified: true, name: "G" };
    const browser = createBrowser(house.url);
    await signIn(browser);
    expect(await emailOf(browser)).toBe("guest@else.test");
    expect(
      (await house.db.prisma.invitation.findUniqueOrThrow({ where: { id: invitation.id } })).acceptedAt,
    ).not.toBeNull();
    expect(
      await house.db.prisma.membership.findMany({ where: { user: { email: "guest@else.test" } } }),
    ).toMatchObject([{ role: "annotator", workspaceId: house.lab.id }]);
  });

  test("an answer with another state, or in another browser, is refused", async () => {
    issuer.person = { sub: "member", email: "viewer@lab.test", email_verified: true, name: "V" };
    const browser = createBrowser(house.url);
    const forged = (back: URL): URL => {
      back.searchParams.set("state", "forged");
      return back;
    };
    expect(await signIn(browser, forged)).toContain("error");
    expect(await emailOf(browser)).toBeNull();
    let stolen = "";
    await signIn(createBrowser(house.url), (back) => {
      stolen = back.pathname + back.search;
      return new URL("/health", back);
    });
    const attacker = createBrowser(house.url);
    await attacker.fetch(stolen);
    expect(await emailOf(attacker)).toBeNull();
  });
});
