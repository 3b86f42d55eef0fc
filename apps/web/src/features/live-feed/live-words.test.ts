import { expect, test } from "vitest";
import { bytesWords, clockWarnings, cutOffWords, lagWords, rateWords, tickingWords } from "./live-words.ts";

test("rates and waits keep the digits that matter", () => {
  expect([0, 9.53, 49.9, 149.6, 1234].map(rateWords)).toEqual([
    "0 Hz",
    "9.5 Hz",
    "50 Hz",
    "150 Hz",
    "1,234 Hz",
  ]);
  expect([840, 9_000, 1_234_567].map(bytesWords)).toEqual(["840 B/s", "9 kB/s", "1.2 MB/s"]);
  expect([null, 4.4, 1_240].map(lagWords)).toEqual(["–", "4 ms", "1.2 s"]);
  expect([-1, 7, 750, 3_723].map(tickingWords)).toEqual(["0:00", "0:07", "12:30", "1:02:03"]);
});

test("a cut-off says since when and until when it waits", () => {
  const since = new Date(2026, 0, 1, 13, 55, 0);
  const until = new Date(2026, 0, 1, 14, 5, 0);
  const words = cutOffWords(
    { since: since.toISOString(), until: until.toISOString() },
    since.getTime() + 12_400,
  );
  expect(words).toBe("since 12 s, resumes by itself until 14:05");
});

test("a quiet clock has nothing to say; a jump, odd times, skew and offset are told with their size", () => {
  const calm = { offsetMs: 300, skewPpm: 20, jumps: [], jumpsTotal: 0, oddTimes: 0 };
  expect([clockWarnings(null), clockWarnings(calm)]).toEqual([[], []]);
  expect(
    clockWarnings({
      offsetMs: -2_500,
      skewPpm: -500,
      jumps: [{ atServer: 1, by: -3_600 }],
      jumpsTotal: 3,
      oddTimes: 1,
    }),
  ).toEqual([
    "The robot's clock jumped 1 h 00 min back, 3 jumps in all",
    "1 message with no usable time",
    "The robot's clock runs 500 ppm too slow",
    "The robot's times lie 2.5 s ahead of the server's",
  ]);
});
