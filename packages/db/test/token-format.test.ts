import fc from "fast-check";
import { expect, test } from "vitest";
import { mintToken, parseToken } from "../src/tokens.ts";

test("a minted token parses to its own id and hash", () => {
  for (let i = 0; i < 200; i += 1) {
    const minted = mintToken();
    expect(minted.token).toMatch(/^rtk_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9a-z]{7}$/);
    expect(parseToken(minted.token)).toEqual({ id: minted.id, hash: minted.hash });
  }
});

test("any changed character is refused without asking the register", () => {
  fc.assert(
    fc.property(fc.nat(67), fc.constantFrom("a", "Z", "0", "9", "_", "-", " "), (at, character) => {
      const { token } = mintToken();
      fc.pre(token[at] !== character);
      expect(parseToken(token.slice(0, at) + character + token.slice(at + 1))).toBeNull();
    }),
  );
});

test("text of any other form is no token", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseToken(text)).toBeNull();
    }),
  );
});
