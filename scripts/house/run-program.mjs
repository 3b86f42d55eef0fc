import path from "node:path";
import { pathToFileURL } from "node:url";
import { prepare } from "./prepare.mjs";

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write("usage: node scripts/run.mjs <file.ts> [arguments]\n");
  process.exit(2);
}
await prepare();
const program = path.resolve(file);
process.argv = [process.argv[0], program, ...rest];
await import(pathToFileURL(program).href);
