import { readFile } from "node:fs/promises";
import asc from "assemblyscript/asc";

const SOURCE = "row-kernel.ts";
const MODULE = "row-kernel.wasm";
const FLAGS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];

/** @returns the wasm of `kernel/row-kernel.ts`: the same bytes for the same source @throws with the compiler's words */
export async function compileKernel(): Promise<Uint8Array> {
  const source = await readFile(new URL(`../kernel/${SOURCE}`, import.meta.url), "utf8");
  let wasm: Uint8Array | undefined;
  let said = "";
  const { error } = await asc.main([SOURCE, "--outFile", MODULE, ...FLAGS], {
    readFile: (name) => (name === SOURCE ? source : null),
    writeFile: (name, contents) => {
      if (name === MODULE) wasm = contents as Uint8Array;
    },
    listFiles: () => [],
    stderr: { write: (words) => void (said += String(words)) },
  });
  if (error !== null || wasm === undefined || said !== "")
    throw new Error(`${error?.message ?? ""}\n${said}`);
  return wasm;
}
