import fc from "fast-check";
import { expect, test } from "vitest";
import { datasetSlug, importedSessionId, sessionIdSchema } from "../src/ids.ts";

test.each([
  ["lerobot/pusht", "lerobot.pusht"],
  ["lerobot/pusht_v30-novideo", "lerobot.pusht_v30-novideo"],
  ["Good pours", "Good.pours"],
  ["räm bots 🤖", "ram.bots"],
  ["Straße nach Łódź", "Strasse.nach.Lodz"],
  ["Ångström", "Angstrom"],
  ["抓取 v2", "v2"],
  ["抓取", "dataset"],
  ["🤖", "dataset"],
  ["../..", "dataset"],
])("the slug of %s is %s", (name, slug) => {
  expect(datasetSlug(name)).toBe(slug);
});

test("any name has a slug that episodes can be named by, and a slug's own slug is itself", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (name) => {
      const slug = datasetSlug(name);
      expect(sessionIdSchema.safeParse(importedSessionId(slug, 999_999)).success).toBe(true);
      expect(datasetSlug(slug)).toBe(slug);
    }),
  );
});
