import { expect, test } from "vitest";
import { copyTexts, createTextPool, putText, settleTexts } from "../src/search/graph/text-pool.ts";

test("texts written anew again and again stay what was written last, in the order asked for, and the pool stays small", () => {
  const count = 40;
  const pooled = {
    texts: createTextPool(),
    textStarts: new Uint32Array(count),
    textLengths: new Uint32Array(count),
  };
  const order = Int32Array.from({ length: count }, (_, n) => (n * 7) % count);
  const last: string[] = [];
  for (let turn = 0; turn < 2_000; turn += 1) {
    const number = turn % count;
    last[number] = `{"naïve ${turn}":"${"é".repeat(turn % 90)}"},`;
    putText(pooled, number, last[number]);
    if (turn < count || turn % 3 > 0) continue;
    const expected = Array.from(order, (at) => last[at]).join("");
    const bytes = Buffer.byteLength(expected);
    settleTexts(pooled, order, bytes);
    expect(pooled.texts.used).toBeLessThanOrEqual(2 * bytes + 65_536);
    const out = Buffer.alloc(bytes + 1);
    expect(copyTexts(pooled, order, out, 1)).toBe(bytes + 1);
    expect(out.toString("utf8", 1)).toBe(expected);
  }
});
