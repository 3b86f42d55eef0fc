import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { encodeTable } from "./dataset/parquet.ts";
import { makeDataset } from "./make-dataset.ts";

/** Writes every file of the dataset but the videos. */
export async function writeDataset(folder: string, seed: number): Promise<void> {
  const { tables, texts } = makeDataset(seed);
  const files = [
    ...Object.entries(tables).map(([path, table]) => [path, encodeTable(table)] as const),
    ...Object.entries(texts),
  ];
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
