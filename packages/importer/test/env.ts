/** Folder of real datasets with their EXPECTED.json, where this machine has one. */
export const testDataFolder: string | null = process.env["RETAKE_TEST_DATA"] ?? null;

/** Episodes of the large synthetic dataset whose memory is measured; more on demand. */
export const manyEpisodes = Number(process.env["RETAKE_MANY_EPISODES"] ?? 400);

/** This process's environment with some variables of ours, for a child. */
export function childEnvironment(variables: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables };
}
