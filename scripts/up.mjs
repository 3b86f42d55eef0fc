// `npm run up` and `npm run dev`. Needs nothing but Node and npm; the house itself is in house/.
import "./check-node.mjs";

// No `await` here, nor static imports of more: an old Node must still be able to read this file.
void import("./house/start.mjs");
