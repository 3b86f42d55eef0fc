// `npm run up` and `npm run dev`. Needs nothing but Node and npm; the house itself is in house/.
import { prepare } from "./house/prepare.mjs";

await prepare();
const { main } = await import("./house/main.ts");
await main(process.argv.slice(2));
