export * from "./authorise.ts";
export * from "./datasets.ts";
export * from "./episodes.ts";
export * from "./imports.ts";
export * from "./live.ts";
export * from "./people.ts";
export * from "./sources.ts";
export type { Permission } from "./permission.ts";
