import { expect, test } from "vitest";
import { createLog } from "../src/log.ts";

test("a log line is one line, whatever was logged", () => {
  const lines: string[] = [];
  const log = createLog("info", (line) => lines.push(line));
  log.info("import", { dataset: 'a\n{"level":"error"}' });
  log.debug("unseen");
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toContain("\n");
});
