export { readRange, type Measure } from "./query/rules/range-rule.ts";
export type { Range } from "./query/types.ts";
