export { type TestDatabase, startTestDatabase } from "./test-database.ts";
