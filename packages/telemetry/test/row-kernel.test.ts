import { expect, test } from "vitest";
import { compileKernel } from "../scripts/compile-kernel.ts";
import { ROW_KERNEL_BASE64 } from "../src/text/row-kernel-module.ts";
import { rowKernel } from "../src/text/row-kernel.ts";

test("what runs is what the kernel's source compiles to", async () => {
  const compiled = Buffer.from(await compileKernel()).toString("base64");
  expect(ROW_KERNEL_BASE64, "run: npm run kernel -w @retake/telemetry").toBe(compiled);
});

test("memory grows as it is needed, what lay there stays, and one that grew much is let go of", () => {
  const kernel = rowKernel();
  kernel.begin();
  const piece = Buffer.from("before");
  const place = kernel.put(piece);
  const small = kernel.byteLength;
  const far = kernel.take(small);
  expect(kernel.byteLength).toBeGreaterThan(far + small);
  expect(Buffer.from(kernel.words.buffer, place, piece.length)).toEqual(piece);
  expect(rowKernel()).toBe(kernel);
  kernel.take(9 << 20);
  const next = rowKernel();
  expect(next).not.toBe(kernel);
  expect(next.byteLength).toBeLessThan(9 << 20);
});
