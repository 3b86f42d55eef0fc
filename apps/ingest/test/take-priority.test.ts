import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const FILE = path.resolve(import.meta.dirname, "../src/take-priority.ts");

/** In a process of its own: no user may undo it. */
function priorityAfter(rank: string): { taken: boolean; priority: number } {
  const script = `import { getPriority } from "node:os"; import { takePriority } from ${JSON.stringify(FILE)};
    const taken = takePriority(${JSON.stringify(rank)}); console.log(JSON.stringify({ taken, priority: getPriority() }));`;
  const text = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
  return JSON.parse(text.toString()) as { taken: boolean; priority: number };
}

test("background work stands behind everything else, whoever runs it", () => {
  expect(priorityAfter("background").priority).toBeGreaterThan(0);
});

test("robots go first where the system allows it, and are served all the same where it does not", () => {
  const { taken, priority } = priorityAfter("robots");
  expect(priority < 0).toBe(taken);
});
