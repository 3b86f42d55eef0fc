import { expect, test } from "vitest";
import { createTurns } from "../src/jobs/turns.ts";

function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

test("work of one key waits for its turn, also behind work that failed; other keys do not wait", async () => {
  const takeTurn = createTurns();
  const said: string[] = [];
  const first = gate();
  const failing = takeTurn("set", async () => {
    await first.opened;
    said.push("first ends");
    throw new Error("broken");
  });
  const second = takeTurn("set", async () => void said.push("second"));
  await takeTurn("other", async () => void said.push("other"));
  expect(said).toEqual(["other"]);
  first.open();
  await expect(failing).rejects.toThrow("broken");
  await second;
  expect(said).toEqual(["other", "first ends", "second"]);
});
