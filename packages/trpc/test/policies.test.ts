import { AppError } from "@retake/core/errors";
import type { Actor } from "@retake/trpc/actor";
import { authorise, PERMISSIONS, type Verb } from "@retake/trpc/policies";
import { describe, expect, test } from "vitest";

const verbs = Object.keys(PERMISSIONS) as Verb[];
const workspace = { id: "1", slug: "lab", name: "Lab" };

function outcome(actor: Actor, verb: Verb, slug = "lab"): string {
  try {
    authorise(actor, slug, verb);
    return "yes";
  } catch (error) {
    return error instanceof AppError ? error.code : "fault";
  }
}

const person = (role: "owner" | "admin" | "annotator" | "viewer"): Actor => ({
  kind: "user",
  userId: "u",
  loginId: "l",
  workspaces: [{ ...workspace, role }],
});
const token = (...scopes: string[]): Actor => ({
  kind: "token",
  tokenId: "t",
  scopes,
  workspaces: [{ ...workspace, role: "viewer" }],
});

describe("what each may do", () => {
  const table: [string, Actor, Verb[]][] = [
    ["an owner", person("owner"), verbs],
    ["an admin", person("admin"), verbs],
    [
      "an annotator",
      person("annotator"),
      [
        "episode.read",
        "episode.update",
        "dataset.read",
        "dataset.pick",
        "activity.read",
        "assignment.read",
        "assignment.work",
        "inbox.read",
        "label.read",
        "label.restore",
        "live.read",
        "map.read",
        "member.read",
        "member.leave",
        "presence.join",
        "search.read",
        "search.save",
      ],
    ],
    [
      "a viewer",
      person("viewer"),
      [
        "episode.read",
        "dataset.read",
        "activity.read",
        "assignment.read",
        "inbox.read",
        "label.read",
        "live.read",
        "map.read",
        "member.read",
        "member.leave",
        "presence.join",
        "search.read",
      ],
    ],
    [
      "a token to read",
      token("read"),
      ["episode.read", "dataset.read", "live.read", "map.read", "search.read"],
    ],
    ["a token to write", token("write"), ["episode.update"]],
    ["a token to import", token("import"), ["import.read", "import.manage"]],
    ["a token of no scope", token(), []],
    ["a token of a robot's scope", token("record"), []],
  ];

  test.each(table)("%s", (_, actor, allowed) => {
    expect(verbs.filter((verb) => outcome(actor, verb) === "yes")).toEqual(allowed);
    expect(verbs.filter((verb) => outcome(actor, verb) === "forbidden")).toEqual(
      verbs.filter((verb) => !allowed.includes(verb)),
    );
  });

  test("nobody may do anything, and nothing exists in another's workspace", () => {
    for (const verb of verbs) {
      expect(outcome({ kind: "anonymous" }, verb)).toBe("unauthorized");
      expect(outcome(person("owner"), verb, "rival")).toBe("not_found");
      expect(outcome(token("read", "write", "import"), verb, "rival")).toBe("not_found");
    }
  });
});
