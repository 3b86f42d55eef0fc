import type { Me } from "@retake/trpc/schemas";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBrowser, type Browser } from "./fixtures/browser.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { PASSWORD } from "./fixtures/people.ts";
import { startSignInServer, type SignInServer } from "./fixtures/sign-in-server.ts";

interface Answer {
  result: { data: unknown };
}

let next: SignInServer;
let house: TestFront;
beforeAll(async () => {
  next = await startSignInServer();
  house = await startTestFront({ config: { nextUrl: next.url } });
  next.use(house.db);
});
afterAll(async () => {
  await house.close();
  await next.close();
});

/** A fresh account, so that no test spends another's tries. */
async function person(name: string): Promise<{ email: string; id: string }> {
  const { passwordHash } = await import("./fixtures/people.ts");
  const email = `${name}@people.test`;
  const user = await house.db.prisma.user.create({
    data: {
      email,
      name,
      passwordHash,
      memberships: { create: { workspaceId: house.lab.id, role: "viewer" } },
    },
  });
  return { email, id: user.id };
}

async function signedIn(email: string, password = PASSWORD): Promise<Browser> {
  const browser = createBrowser(house.url);
  const answer = await browser.signIn(email, password);
  expect(answer.url).not.toContain("error");
  return browser;
}

const me = (browser: Browser): Promise<Response> => browser.fetch("/api/trpc/me.get");

describe("signing in", () => {
  test("with the right password opens the API, and the cookie is out of reach of scripts and other sites", async () => {
    const { email } = await person("right");
    const browser = createBrowser(house.url);
    await browser.signIn(email.toUpperCase(), PASSWORD);
    const cookie = browser.setCookies.find((one) => one.startsWith("next-auth.session-token="));
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/; Path=\//i);
    const { result } = (await (await me(browser)).json()) as { result: { data: unknown } };
    expect(result.data).toMatchObject({ user: { email }, workspaces: [{ slug: "lab", role: "viewer" }] });
    expect((await browser.fetch("/api/v1/sessions")).status).toBe(200);
  });

  test("a wrong password and an unknown address are answered alike", async () => {
    const { email } = await person("wrong");
    const answers = [];
    for (const address of [email, "nobody@people.test"]) {
      const browser = createBrowser(house.url);
      const { url } = await browser.signIn(address, "not the password");
      answers.push(new URL(url).search);
      expect((await me(browser)).status).toBe(401);
    }
    expect(answers).toEqual(
      ["?error=CredentialsSignin&provider=credentials", "?error=CredentialsSignin&provider=credentials"].map(
        () => answers[0],
      ),
    );
    expect(answers[0]).toContain("CredentialsSignin");
  });

  test("tries are counted by address: after ten the right password is refused too, and told when to come back", async () => {
    const { email } = await person("brute");
    for (let n = 0; n < 10; n += 1) await createBrowser(house.url).signIn(email, `guess ${n}`);
    const { url } = await createBrowser(house.url).signIn(email, PASSWORD);
    expect(new URL(url).searchParams.get("error")).toMatch(/^rate_limited:\d+$/);
    await signedIn((await person("neighbour")).email);
  });

  test("without the CSRF token of this browser is refused", async () => {
    const { email } = await person("csrf");
    const browser = createBrowser(house.url);
    await browser.fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ email, password: PASSWORD, csrfToken: "0".repeat(64), json: "true" }),
    });
    expect((await me(browser)).status).toBe(401);
  });

  test("a login cookie planted before is replaced, not taken over", async () => {
    const { email } = await person("fixation");
    const attacker = await signedIn(email);
    const planted = attacker.cookie("next-auth.session-token");
    const victim = createBrowser(house.url);
    victim.setCookie("next-auth.session-token", planted ?? "");
    await victim.signIn(email, PASSWORD);
    expect(victim.cookie("next-auth.session-token")).not.toBe(planted);
  });

  test("next-auth hears the host the browser asked for, never one that it claims", async () => {
    const browser = createBrowser(house.url);
    const response = await browser.fetch("/api/auth/providers", {
      headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    });
    const { credentials } = (await response.json()) as { credentials: { callbackUrl: string } };
    expect(credentials.callbackUrl).toBe(`${house.url}/api/auth/callback/credentials`);
  });
});

describe("ending a login", () => {
  test("a sign-out kills every copy of the cookie, older renewals too, and no other login", async () => {
    const { email } = await person("logout");
    const browser = await signedIn(email);
    const elsewhere = await signedIn(email);
    const stolen = createBrowser(house.url);
    stolen.setCookie("next-auth.session-token", browser.cookie("next-auth.session-token") ?? "");
    await browser.fetch("/api/auth/session");
    expect(browser.cookie("next-auth.session-token")).not.toBe(stolen.cookie("next-auth.session-token"));
    expect((await me(stolen)).status).toBe(200);
    await browser.signOut();
    expect(browser.cookie("next-auth.session-token")).toBeUndefined();
    await expect.poll(async () => (await me(stolen)).status).toBe(401);
    expect((await stolen.fetch("/api/v1/sessions")).status).toBe(401);
    await stolen.fetch("/api/auth/session");
    expect((await me(stolen)).status).toBe(401);
    expect((await me(elsewhere)).status).toBe(200);
  });

  test("a changed password ends all other logins at once; the one that asked stays, with a new cookie", async () => {
    const { email, id } = await person("change");
    const browser = await signedIn(email);
    const other = await signedIn(email);
    expect((await me(other)).status).toBe(200);
    const change = (current: string, next: string): Promise<Response> =>
      browser.fetch("/api/trpc/me.changePassword", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ current, next }),
      });
    const wrong = await change("not it at all", "another long password");
    expect(wrong.status).toBe(401);
    expect(((await wrong.json()) as { error: { data: unknown } }).error.data).toMatchObject({
      code: "invalid_credentials",
      issues: [{ path: "current" }],
    });
    const done = await change(PASSWORD, "another long password");
    expect(done.status).toBe(200);
    expect(done.headers.getSetCookie().join()).toMatch(
      /next-auth\.session-token=.+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax/,
    );
    await expect.poll(async () => (await me(other)).status).toBe(401);
    expect((await me(browser)).status).toBe(200);
    expect((await house.db.prisma.user.findUniqueOrThrow({ where: { id } })).sessionVersion).toBe(1);
    const again = await createBrowser(house.url).signIn(email, PASSWORD);
    expect(again.url).toContain("error");
    await signedIn(email, "another long password");
  });
});

describe("an invitation", () => {
  const trpc = async (
    browser: Browser,
    path: string,
    input: unknown,
  ): Promise<{ status: number; body: Answer }> => {
    const response = await browser.fetch(`/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    return { status: response.status, body: await response.json() };
  };
  const ownerBrowser = (): Browser => {
    const browser = createBrowser(house.url);
    browser.setCookie(...(house.lab.people.owner.cookie.split("=", 2) as [string, string]));
    return browser;
  };
  const invite = async (input: object): Promise<{ secret: string; path: string; expiresAt: string }> => {
    const { body } = await trpc(ownerBrowser(), "members.invite", { workspace: "lab", ...input });
    return body.result.data as { secret: string; path: string; expiresAt: string };
  };

  test("makes an account once, of the role it says, and only its hash is kept", async () => {
    const { secret, path } = await invite({ role: "annotator" });
    expect(path).toBe(`/invite/${secret}`);
    const stored = JSON.stringify(await house.db.prisma.invitation.findMany());
    expect(stored).not.toContain(secret);
    const guest = createBrowser(house.url);
    const preview = await guest.fetch(
      `/api/trpc/invitations.preview?input=${encodeURIComponent(JSON.stringify({ secret }))}`,
    );
    expect(((await preview.json()) as Answer).result.data).toMatchObject({
      workspaceName: "lab",
      role: "annotator",
    });
    const account = { secret, name: "New", email: "New@people.test", password: "a password of mine" };
    const accepted = await trpc(guest, "invitations.accept", account);
    expect(accepted.body.result.data).toEqual({ workspace: "lab", email: "new@people.test" });
    const browser = await signedIn("new@people.test", "a password of mine");
    expect(((await (await me(browser)).json()) as { result: { data: Me } }).result.data.workspaces).toEqual([
      { slug: "lab", name: "lab", role: "annotator" },
    ]);
    expect(
      (await trpc(guest, "invitations.accept", { ...account, email: "second@people.test" })).status,
    ).toBe(404);
  });

  test("two who use one link at once make one account", async () => {
    const { secret } = await invite({ role: "viewer" });
    const answers = await Promise.all(
      ["race1", "race2"].map((name) =>
        trpc(createBrowser(house.url), "invitations.accept", {
          secret,
          name,
          email: `${name}@people.test`,
          password: "a password of mine",
        }),
      ),
    );
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 404]);
  });

  test("is for its address, for people without an account, and for a week", async () => {
    const { secret, expiresAt } = await invite({ role: "viewer", email: "Only@people.test" });
    const accept = (email: string): Promise<{ status: number }> =>
      trpc(createBrowser(house.url), "invitations.accept", {
        secret,
        name: "X",
        email,
        password: "a password of mine",
      });
    expect((await accept("else@people.test")).status).toBe(400);
    expect((await accept("only@people.test")).status).toBe(200);
    const open = await invite({ role: "viewer" });
    const taken = await trpc(createBrowser(house.url), "invitations.accept", {
      secret: open.secret,
      name: "X",
      email: "only@people.test",
      password: "a password of mine",
    });
    expect(taken.status).toBe(409);
    const days = (new Date(expiresAt).getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.99);
    expect(days).toBeLessThanOrEqual(7);
    await house.db.prisma.invitation.updateMany({ data: { expiresAt: new Date(0) } });
    expect(
      (
        await trpc(createBrowser(house.url), "invitations.accept", {
          secret: open.secret,
          name: "X",
          email: "late@people.test",
          password: "a password of mine",
        })
      ).status,
    ).toBe(404);
  });

  test("gives no more than its giver has, and a mere member gives none", async () => {
    const asks = async (role: "admin" | "annotator", wanted: string): Promise<number> => {
      const browser = createBrowser(house.url);
      browser.setCookie(...(house.lab.people[role].cookie.split("=", 2) as [string, string]));
      return (await trpc(browser, "members.invite", { workspace: "lab", role: wanted })).status;
    };
    expect(await asks("admin", "admin")).toBe(200);
    expect(await asks("admin", "owner")).toBe(400);
    expect(await asks("annotator", "viewer")).toBe(403);
  });
});

describe("roles", () => {
  test("an admin cannot touch an owner, and the last owner cannot go", async () => {
    const { owner, admin } = house.rival.people;
    const post = async (cookie: string, path: string, input: object): Promise<number> => {
      const response = await fetch(`${house.url}/api/trpc/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify({ workspace: "rival", ...input }),
      });
      return response.status;
    };
    expect(await post(admin.cookie, "members.setRole", { userId: owner.id, role: "viewer" })).toBe(403);
    expect(await post(admin.cookie, "members.setRole", { userId: admin.id, role: "owner" })).toBe(403);
    expect(await post(admin.cookie, "members.remove", { userId: owner.id })).toBe(403);
    expect(await post(owner.cookie, "members.setRole", { userId: owner.id, role: "admin" })).toBe(409);
    expect(await post(owner.cookie, "members.remove", { userId: owner.id })).toBe(409);
  });

  test("a changed role and an ended membership count from the next request on", async () => {
    const { owner, annotator } = house.rival.people;
    const list = (): Promise<Response> =>
      fetch(`${house.url}/api/v1/sessions`, { headers: { cookie: annotator.cookie } });
    const patch = async (): Promise<number> =>
      (
        await fetch(`${house.url}/api/v1/sessions/rival.secret`, {
          method: "PATCH",
          body: "{}",
          headers: { cookie: annotator.cookie, "content-type": "application/json" },
        })
      ).status;
    const set = (path: string, input: object): Promise<Response> =>
      fetch(`${house.url}/api/trpc/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie: owner.cookie },
        body: JSON.stringify({ workspace: "rival", userId: annotator.id, ...input }),
      });
    expect(await patch()).toBe(200);
    await set("members.setRole", { role: "viewer" });
    await expect.poll(patch).toBe(403);
    expect((await list()).status).toBe(200);
    await set("members.remove", {});
    await expect.poll(async () => (await list()).status).toBe(404);
  });
});
