import { AppError, type Issue } from "./errors.ts";

/** Everything an operator may set, as one value. Only the `env.ts` of a process reads `process.env`. */
export interface Config {
  databaseUrl: string | null;
  dataDir: string;
  storageUrl: string;
  host: string;
  port: number;
  ingestPort: number;
  publicUrl: string | null;
  authSecret: string | null;
  github: OAuthClient | null;
  google: OAuthClient | null;
  oidc: (OAuthClient & { issuer: string }) | null;
  openai: { apiKey: string; baseUrl: string | null; embeddingModel: string; chatModel: string | null } | null;
  hub: {
    token: string | null;
    endpoint: string;
    home: string | null;
    lerobotHome: string | null;
    offline: boolean;
  };
  /** Folders a dataset may be imported from; null allows every folder the process can read. */
  importRoots: string[] | null;
  ffmpegPath: string | null;
  logLevel: LogLevel;
}

export interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

export type LogLevel = "error" | "warn" | "info" | "debug";
type Env = Record<string, string | undefined>;

/** Every variable the product knows, in the order of `.env.example`; a test holds the two together. */
export const ENV_NAMES = [
  "DATABASE_URL",
  "RETAKE_DATA_DIR",
  "STORAGE_URL",
  "PORT",
  "INGEST_PORT",
  "HOST",
  "PUBLIC_URL",
  "AUTH_SECRET",
  "AUTH_GITHUB_ID",
  "AUTH_GITHUB_SECRET",
  "AUTH_GOOGLE_ID",
  "AUTH_GOOGLE_SECRET",
  "AUTH_OIDC_ISSUER",
  "AUTH_OIDC_CLIENT_ID",
  "AUTH_OIDC_CLIENT_SECRET",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OPENAI_EMBEDDING_MODEL",
  "OPENAI_CHAT_MODEL",
  "HF_TOKEN",
  "HF_HOME",
  "HF_LEROBOT_HOME",
  "HF_ENDPOINT",
  "HF_HUB_OFFLINE",
  "RETAKE_IMPORT_ROOTS",
  "FFMPEG_PATH",
  "LOG_LEVEL",
] as const;

const LOG_LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];
const TRUE_WORDS = new Set(["1", "true", "yes", "on"]);

/**
 * Turns the environment into a {@link Config}. An empty environment gives a working one.
 * @throws AppError `bad_request` whose issues name every fault at once, each with its cure
 */
export function readConfig(env: Env): Config {
  const issues: Issue[] = [];
  const fault = (path: string, message: string): void => void issues.push({ path, message });
  const text = (name: (typeof ENV_NAMES)[number]): string | null => {
    const value = env[name]?.trim();
    return value === undefined || value === "" ? null : value;
  };
  const url = (name: (typeof ENV_NAMES)[number], protocols: string[]): string | null => {
    const value = text(name);
    if (value === null) return null;
    const parsed = URL.canParse(value) ? new URL(value) : null;
    if (parsed === null || !protocols.includes(parsed.protocol)) {
      fault(name, `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(" or ")}`);
    }
    return value;
  };
  const port = (name: "PORT" | "INGEST_PORT", fallback: number): number => {
    const value = text(name);
    if (value === null) return fallback;
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) fault(name, "must be a port number, 0 to 65535");
    return Number(value);
  };
  const client = (id: (typeof ENV_NAMES)[number], secret: (typeof ENV_NAMES)[number]): OAuthClient | null => {
    const clientId = text(id);
    const clientSecret = text(secret);
    if (clientId !== null && clientSecret !== null) return { clientId, clientSecret };
    if (clientId !== null) fault(secret, `is needed because ${id} is set`);
    if (clientSecret !== null) fault(id, `is needed because ${secret} is set`);
    return null;
  };

  const dataDir = text("RETAKE_DATA_DIR") ?? "./data";
  const storageUrl = text("STORAGE_URL") ?? `file:${dataDir}/store`;
  if (!/^(file:|s3:\/\/)/.test(storageUrl)) fault("STORAGE_URL", "must begin with file: or s3://");
  const authSecret = text("AUTH_SECRET");
  if (authSecret !== null && authSecret.length < 32) {
    fault("AUTH_SECRET", "must have at least 32 characters; `openssl rand -base64 48` makes a good one");
  }
  const logLevel = (text("LOG_LEVEL") ?? "info") as LogLevel;
  if (!LOG_LEVELS.includes(logLevel)) fault("LOG_LEVEL", `must be one of ${LOG_LEVELS.join(", ")}`);
  const issuer = url("AUTH_OIDC_ISSUER", ["https:", "http:"]);
  const oidcClient = client("AUTH_OIDC_CLIENT_ID", "AUTH_OIDC_CLIENT_SECRET");
  if (issuer !== null && oidcClient === null)
    fault("AUTH_OIDC_CLIENT_ID", "is needed because AUTH_OIDC_ISSUER is set");
  if (issuer === null && oidcClient !== null)
    fault("AUTH_OIDC_ISSUER", "is needed because AUTH_OIDC_CLIENT_ID is set");
  const apiKey = text("OPENAI_API_KEY");
  const openaiBaseUrl = url("OPENAI_BASE_URL", ["https:", "http:"]);

  const config: Config = {
    databaseUrl: url("DATABASE_URL", ["postgres:", "postgresql:"]),
    dataDir,
    storageUrl,
    host: text("HOST") ?? "127.0.0.1",
    port: port("PORT", 3000),
    ingestPort: port("INGEST_PORT", 8000),
    publicUrl: url("PUBLIC_URL", ["https:", "http:"]),
    authSecret,
    github: client("AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET"),
    google: client("AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"),
    oidc: issuer !== null && oidcClient !== null ? { issuer, ...oidcClient } : null,
    openai:
      apiKey === null
        ? null
        : {
            apiKey,
            baseUrl: openaiBaseUrl,
            embeddingModel: text("OPENAI_EMBEDDING_MODEL") ?? "text-embedding-3-small",
            chatModel: text("OPENAI_CHAT_MODEL"),
          },
    hub: {
      token: text("HF_TOKEN"),
      endpoint: url("HF_ENDPOINT", ["https:", "http:"]) ?? "https://huggingface.co",
      home: text("HF_HOME"),
      lerobotHome: text("HF_LEROBOT_HOME"),
      offline: TRUE_WORDS.has((text("HF_HUB_OFFLINE") ?? "").toLowerCase()),
    },
    importRoots:
      text("RETAKE_IMPORT_ROOTS")
        ?.split(":")
        .filter((root) => root !== "") ?? null,
    ffmpegPath: text("FFMPEG_PATH"),
    logLevel,
  };
  if (issues.length > 0) {
    const list = issues.map((issue) => `  ${issue.path} ${issue.message}`).join("\n");
    throw new AppError("bad_request", `The environment has ${issues.length} fault(s):\n${list}`, { issues });
  }
  return config;
}
