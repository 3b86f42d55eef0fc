import type { LogLoss } from "@retake/telemetry/log";
import { expect, test } from "vitest";
import { reportLosses } from "../streams/live/report-losses.ts";

test("each damage of the log is told once, with its place", () => {
  const losses: LogLoss[] = [{ file: "000001.log", from: 64, to: 96, reason: "damaged" }];
  const lines: object[] = [];
  const report = reportLosses(
    { losses: () => [...losses] },
    { warn: (event, fields) => lines.push({ event, ...fields }) },
  );
  report.look();
  report.look();
  losses.push({ file: "000002.log", from: 8, to: 16, reason: "damaged" });
  report.look();
  report.stop();
  expect(lines).toEqual([
    { event: "the log is damaged", file: "000001.log", from: 64, to: 96, reason: "damaged" },
    { event: "the log is damaged", file: "000002.log", from: 8, to: 16, reason: "damaged" },
  ]);
});
