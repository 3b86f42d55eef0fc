import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { errorWords, isSignedOut, shouldRetry, statusOf } from "./errors.ts";

const refused = (httpStatus: number, code: string, message: string) =>
  TRPCClientError.from({ error: { code: -32000, message, data: { httpStatus, code } } });
const silence = TRPCClientError.from(new TypeError("fetch failed"));

test("a refusal is shown in the server's words, silence in ours", () => {
  expect(errorWords(refused(404, "not_found", "The episode was not found."))).toBe(
    "The episode was not found.",
  );
  expect(errorWords(silence)).toContain("did not answer");
  expect(errorWords(new Error("fetch failed"))).toContain("did not answer");
});

test("refusals are never tried again, silence and server faults twice", () => {
  expect(shouldRetry(0, refused(403, "forbidden", "no"))).toBe(false);
  expect(shouldRetry(0, refused(429, "rate_limited", "later"))).toBe(false);
  expect(shouldRetry(1, refused(503, "unavailable", "busy"))).toBe(true);
  expect(shouldRetry(1, silence)).toBe(true);
  expect(shouldRetry(2, silence)).toBe(false);
});

test("a wrong password in a form does not look like a login that ended", () => {
  expect(isSignedOut(refused(401, "unauthorized", "Sign in first."))).toBe(true);
  expect(isSignedOut(refused(401, "invalid_credentials", "The current password is not right."))).toBe(false);
  expect(isSignedOut(silence)).toBe(false);
  expect(statusOf(silence)).toBeNull();
});
