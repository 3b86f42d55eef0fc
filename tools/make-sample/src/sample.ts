import { join } from "node:path";

/** The one number everything random in the sample comes from. */
export const SAMPLE_SEED = 7;

export const SAMPLE_FOLDER = join(import.meta.dirname, "../../../packages/importer/sample/retake-sample");
