import { matchRoute, REST_ROUTES } from "@retake/trpc/rest";
import fc from "fast-check";
import { expect, test } from "vitest";

function idOf(method: string, path: string): unknown {
  const match = matchRoute(method, path);
  return match === null || "allow" in match ? match : { ...match.params, is: match.route.operationId };
}

test("a path is matched whole, with its parts decoded", () => {
  expect(idOf("GET", "/sessions")).toEqual({ is: "listSessions" });
  expect(idOf("GET", "/sessions/a.b%20c")).toEqual({ is: "getSession", id: "a.b c" });
  expect(idOf("POST", "/sessions/a/seek")).toEqual({ is: "seek", id: "a" });
  expect(idOf("GET", "/sessions/a/images/%2Fobservation%2Fimages%2Ffront/1.5")).toEqual({
    is: "getImage",
    id: "a",
    topic: "/observation/images/front",
    timestamp: "1.5",
  });
  expect(idOf("GET", "/sessions/a/images/observation/images/front/1.5")).toMatchObject({
    topic: "observation/images/front",
    timestamp: "1.5",
  });
});

test("a slash at the end changes nothing", () => {
  expect(idOf("GET", "/sessions/")).toEqual({ is: "listSessions" });
  expect(idOf("GET", "/sessions/a/")).toEqual({ is: "getSession", id: "a" });
});

test("what names a collection names no episode", () => {
  expect(idOf("GET", "/sessions/similarity-graph")).toEqual({ is: "similarityGraph" });
  expect(idOf("POST", "/sessions/search")).toEqual({ is: "searchSessions" });
  expect(idOf("GET", "/sessions/search")).toEqual({ allow: ["POST"] });
  expect(idOf("GET", "/sessions/search/similar")).toBeNull();
});

test("nothing else is", () => {
  for (const path of [
    "",
    "/",
    "/session",
    "/sessions//",
    "/sessions/a/b",
    "/sessions/a/images/1",
    "//sessions",
    "/sessions/%zz",
    "/sessions/a%00",
  ]) {
    expect(idOf("GET", path), path).toBeNull();
  }
  expect(idOf("PUT", "/sessions/a")).toEqual({ allow: ["GET", "HEAD", "PATCH"] });
  expect(idOf("OPTIONS", "/sessions/a/seek")).toEqual({ allow: ["POST"] });
});

test("no path, however strange, throws or gives a parameter the wrong name", () => {
  fc.assert(
    fc.property(fc.webPath(), fc.constantFrom("GET", "POST", "PATCH", "DELETE"), (path, method) => {
      const match = matchRoute(method, path);
      if (match === null || "allow" in match) return;
      const names = [...match.route.path.matchAll(/\{(\w+)\+?\}/g)].map((found) => found[1]);
      expect(Object.keys(match.params)).toEqual(names);
    }),
  );
});

test("an operation has one name", () => {
  const names = REST_ROUTES.map((route) => route.operationId);
  expect(new Set(names).size).toBe(names.length);
});

test("a route has just the parameters that its path names, and takes any text for each: the matcher's are not checked again", () => {
  const withParams = REST_ROUTES.filter(({ path }) => path.includes("{"));
  expect(withParams.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.constantFrom(...REST_ROUTES), fc.string(), ({ path, params }, text) => {
      const names = [...path.matchAll(/\{(\w+)\+?\}/g)].map((found) => found[1] ?? "");
      const given = Object.fromEntries(names.map((name) => [name, text]));
      expect(params?.parse(given) ?? {}).toEqual(given);
    }),
  );
});
