import path from "node:path";
import { defineConfig } from "prisma/config";

// Prisma's CLI downloads its native engine at every call; the stand-in is the same engine as WebAssembly, out of node_modules.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= path.join(import.meta.dirname, "tools/schema-engine.mjs");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "" },
});
