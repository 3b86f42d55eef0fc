import { defineConfig } from "@playwright/test";

const asRoot = process.getuid?.() === 0;
const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** The browser stories: each file is a promise to the user, told against the real house started by `npm run up`. */
export default defineConfig({
  testDir: ".",
  testMatch: "**/*.e2e.ts",
  outputDir: ".results",
  globalSetup: "./support/house.ts",
  fullyParallel: false,
  workers: 1,
  retries: 0,
  // Limits are there so that a run ends; a machine three times slower than ours keeps them too.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json"]],
  use: {
    viewport: { width: 1280, height: 800 },
    colorScheme: "dark",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
      ],
    },
  },
});
