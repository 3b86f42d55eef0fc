export { testDataFolder } from "./env.ts";
export { type TestUser, createDataset, createEpisode, createUser, createWorkspace } from "./factories.ts";
export { type House, type HouseIngestOptions, type HouseOptions, startHouse } from "./house.ts";
export { type IngestProcess, type IngestProcessOptions, spawnIngest, startIngest } from "./ingest.ts";
export { type FrontProcess, startFrontProcess, startWorkerProcess } from "./house-processes.ts";
export type { Program } from "./program.ts";
export type { FinishedImport } from "./import-folder.ts";
export { type ManyEpisodes, insertManyEpisodes, manyEpisodeId } from "./many-episodes.ts";
export { type TestDatabase, startTestDatabase } from "./test-database.ts";
