import { expect, it } from "vitest";
import { mentionAt, toStored } from "./mention-words.ts";

const MEMBERS = [
  { id: "u1", name: "Ada" },
  { id: "u2", name: "Ada Lovelace" },
  { id: "u3", name: "Zoë (she/her)" },
];

it("offers names for the word behind an @, and not inside an address", () => {
  expect(mentionAt("hello @ad", 9)).toEqual({ from: 6, query: "ad" });
  expect(mentionAt("@", 1)).toEqual({ from: 0, query: "" });
  expect(mentionAt("mail ada@exa", 12)).toBeNull();
  expect(mentionAt("@ada done", 9)).toBeNull();
});

it("stores the longest name that fits as an id, and leaves strangers as words", () => {
  expect(toStored("@Ada Lovelace and @Ada see @Zoë (she/her), @Nobody", MEMBERS)).toBe(
    "@[u2] and @[u1] see @[u3], @Nobody",
  );
});
