// Writes packages/protocol/vectors from the cases of test/vector-cases: `npm run vectors -w @retake/protocol`.
import { writeFile } from "node:fs/promises";
import { buildVectors } from "../test/vector-cases/build-vectors.ts";

for (const [file, vectors] of Object.entries(buildVectors())) {
  const lines = vectors.map((vector) => JSON.stringify(vector)).join(",\n");
  await writeFile(new URL(`../vectors/${file}`, import.meta.url), `[\n${lines}\n]\n`);
  console.log(`${file}: ${vectors.length}`);
}
