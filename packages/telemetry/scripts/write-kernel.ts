// Writes src/text/row-kernel-module.ts from kernel/row-kernel.ts: `npm run kernel -w @retake/telemetry`.
import { writeFile } from "node:fs/promises";
import { compileKernel } from "./compile-kernel.ts";

const wasm = await compileKernel();
const text = `/** \`kernel/row-kernel.ts\`, compiled: \`npm run kernel -w @retake/telemetry\`. */
export const ROW_KERNEL_BASE64 =
  "${Buffer.from(wasm).toString("base64")}";
`;
await writeFile(new URL("../src/text/row-kernel-module.ts", import.meta.url), text);
console.log(`${wasm.byteLength} bytes`);
