// `npm test`. The suite itself is in suite.mjs.
import "./check-node.mjs";

// No `await` here, nor static imports of more: an old Node must still be able to read this file.
void import("./suite.mjs");
