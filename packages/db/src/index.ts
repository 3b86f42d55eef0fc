export { type Db, type DbOptions, createDb } from "./create-db.ts";
export { streamRows } from "./stream-rows.ts";
export { Prisma, PrismaClient } from "./generated/client.ts";
export type * from "./generated/client.ts";
