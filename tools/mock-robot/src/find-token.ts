import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * The token that was given, else that of `<data-dir>/credentials.json`, else that of the environment; null when there is none, for
 * servers that want none.
 * @throws Error in words for a credentials file that cannot be read as one
 */
export async function findToken({
  given,
  dataDir,
  fromEnv,
}: {
  given: string | null;
  dataDir: string;
  fromEnv: string | null;
}): Promise<string | null> {
  if (given !== null) return given;
  const file = path.join(path.resolve(dataDir), "credentials.json");
  return (await robotTokenIn(file)) ?? fromEnv;
}

async function robotTokenIn(file: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") return null;
    throw new Error(`${file} cannot be read (${String(code)}). Give the token with --token.`, {
      cause: error,
    });
  }
  const credentials: unknown = JSON.parse(text);
  const token = (credentials as { robotToken?: unknown } | null)?.robotToken;
  if (typeof token !== "string") throw new Error(`${file} holds no robotToken. Give the token with --token.`);
  return token;
}
