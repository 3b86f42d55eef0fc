// Runs one of the project's TypeScript programs on a prepared tree: `node scripts/run.mjs <file.ts> [arguments]`.
import "./check-node.mjs";

// No `await` here, nor static imports of more: an old Node must still be able to read this file.
void import("./house/run-program.mjs");
