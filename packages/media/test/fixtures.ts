import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll } from "vitest";
import { readBarcode } from "../src/barcode/pattern.ts";

/** A committed clip whose frame k shows barcode k. */
export const fixture = (name: string): string => join(import.meta.dirname, "fixtures", name);

export async function barcodeOf(jpeg: Uint8Array): Promise<number> {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return readBarcode(data, info.width, info.height, info.channels);
}

/** A folder that is gone after the test file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "retake-media-test-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A derived-files store in memory that counts what it is asked. */
export function memoryDerived() {
  const files = new Map<string, Uint8Array>();
  const counts = { gets: 0, puts: 0 };
  return {
    files,
    counts,
    async get(key: string) {
      counts.gets++;
      return files.get(key) ?? null;
    },
    async put(key: string, body: Uint8Array) {
      counts.puts++;
      files.set(key, body);
    },
  };
}
