/** Set by the test run's global setup: a server whose database {@link TEMPLATE_DATABASE} is migrated. */
const SERVER = "RETAKE_TEST_POSTGRES";

export function testServerUrl(): string | null {
  return process.env[SERVER] ?? null;
}

export function setTestServerUrl(url: string): void {
  process.env[SERVER] = url;
}

/** Folder of real datasets, or null: such tests are skipped and counted. */
export function testDataFolder(): string | null {
  return process.env["RETAKE_TEST_DATA"] ?? null;
}

/** What a child process of ours gets besides its own variables. */
export function inheritedEnv(): Record<string, string> {
  const { PATH: searchPath } = process.env;
  return searchPath === undefined ? {} : { PATH: searchPath };
}
