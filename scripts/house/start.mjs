import { prepare } from "./prepare.mjs";

await prepare();
const { main } = await import("./main.ts");
await main(process.argv.slice(2));
