/** What the environment tells a robot: where the credentials of this house lie, and a token for elsewhere. */
export function readRobotEnv(): { dataDir: string; token: string | null } {
  return { dataDir: process.env["RETAKE_DATA_DIR"] || "./data", token: process.env["RETAKE_TOKEN"] || null };
}
