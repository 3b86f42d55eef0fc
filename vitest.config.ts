import { defineConfig } from "vitest/config";

const roots = [
  "packages/*/{src,test}",
  "apps/ingest/{src,test}",
  "apps/web/{streams,src,test}",
  "tools/*/{src,test}",
  "scripts/house",
  "clients/python",
];
const tests = roots.map((root) => `${root}/**/*.test.{ts,tsx}`);
const postgresTests = roots.map((root) => `${root}/**/*.pg.test.ts`);
/** Whole processes are killed and lines broken: the longest part, and one of its own. */
const faultTests = ["tools/faults/test/**/*.pg.test.ts"];
/** What search, descriptors and layouts find, printed and held to a floor: the same under every Node. */
const figureTests = [
  "tools/bench/test/search-eval.pg.test.ts",
  "tools/make-sample/test/descriptors/**/*.test.ts",
  "packages/ai/test/projector/projector.test.ts",
];
const outside = ["**/node_modules/**", "**/generated/**", "**/.next/**"];

const shared = {
  pool: "forks",
  // Far beyond what anything takes on a machine three times slower than ours: limits are there so that a run ends, not to measure it.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
  // Real files and real children: a test that needs a retry is a defect.
  retry: 0,
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: tests,
          exclude: [...outside, ...figureTests, "**/*.pg.test.ts"],
        },
      },
      {
        test: {
          ...shared,
          name: "postgres",
          include: postgresTests,
          exclude: [...outside, ...figureTests, ...faultTests],
          globalSetup: ["packages/dev-env/src/vitest-global-setup.ts"],
        },
      },
      {
        test: {
          ...shared,
          name: "figures",
          include: figureTests,
          exclude: outside,
          globalSetup: ["packages/dev-env/src/vitest-global-setup.ts"],
        },
      },
      {
        test: {
          ...shared,
          // What is waited for there is given up when nothing moves; this is only there so that a run ends.
          testTimeout: 1_200_000,
          hookTimeout: 300_000,
          name: "faults",
          include: faultTests,
          exclude: outside,
          globalSetup: ["packages/dev-env/src/vitest-global-setup.ts"],
        },
      },
    ],
  },
});
