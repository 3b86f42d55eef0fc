import { setTestServerUrl } from "./env.ts";
import { startTestServer } from "./test-server.ts";

/** One Postgres for the whole test run; the workers inherit its URL. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  setTestServerUrl(server.url);
  return () => server.stop();
}
