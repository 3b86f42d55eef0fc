import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readArguments, USAGE } from "./arguments.ts";
import { runBench } from "./bench.ts";
import { drawText } from "./report/draw.ts";
import { drawMarkdown } from "./report/markdown.ts";

async function main(argv: readonly string[]): Promise<void> {
  const { plan, markdown, help } = readArguments(argv);
  if (help) return console.log(USAGE);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "retake-bench-"));
  try {
    const result = await runBench(plan, scratch, (line) => console.error(`· ${line}`));
    console.log(drawText(result));
    if (markdown) console.log(`\n${drawMarkdown(result)}`);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
