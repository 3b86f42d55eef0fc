import { makeVideos } from "./make-videos.ts";
import { SAMPLE_FOLDER, SAMPLE_SEED } from "./sample.ts";
import { writeDataset } from "./write-dataset.ts";

/**
 * Writes the bundled sample, `packages/importer/sample/retake-sample`, from its seed.
 * Run: `node --import tsx tools/make-sample/src/main.ts [--data-only]`. Videos take some minutes; everything else a second.
 */

if (!process.argv.includes("--data-only")) await makeVideos(SAMPLE_FOLDER, SAMPLE_SEED, console.log);
await writeDataset(SAMPLE_FOLDER, SAMPLE_SEED);
console.log(SAMPLE_FOLDER);
