import { EnvReader } from "./env-reader.ts";
import { AppError, type Issue } from "./errors.ts";
import { parseRule } from "./pull-address/pull-rules.ts";

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
  /** Where robots may be read from (Foxglove servers); null: see `pullRules`. */
  pullHosts: string[] | null;
  ffmpegPath: string | null;
  logLevel: LogLevel;
}

export interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

export type LogLevel = "error" | "warn" | "info" | "debug";

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
  "RETAKE_PULL_HOSTS",
  "FFMPEG_PATH",
  "LOG_LEVEL",
] as const;

const LOG_LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];

type EnvName = (typeof ENV_NAMES)[number];

/**
 * Turns the environment into a {@link Config}. An empty environment gives a working one.
 * @throws AppError `bad_request` whose issues name every fault at once, each with its cure
 */
export function readConfig(variables: Record<string, string | undefined>): Config {
  const env = new EnvReader<EnvName>(variables);
  const dataDir = env.text("RETAKE_DATA_DIR") ?? "./data";
  const config: Config = {
    databaseUrl: env.url("DATABASE_URL", ["postgres:", "postgresql:"]),
    dataDir,
    storageUrl: storageUrl(env, dataDir),
    host: env.host("HOST", "127.0.0.1"),
    port: env.port("PORT", 3000),
    ingestPort: env.port("INGEST_PORT", 8000),
    publicUrl: env.url("PUBLIC_URL", ["https:", "http:"]),
    authSecret: authSecret(env),
    github: oauthClient(env, "AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET"),
    google: oauthClient(env, "AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"),
    oidc: oidc(env),
    openai: openai(env),
    hub: {
      token: env.text("HF_TOKEN"),
      endpoint: env.url("HF_ENDPOINT", ["https:", "http:"]) ?? "https://huggingface.co",
      home: env.text("HF_HOME"),
      lerobotHome: env.text("HF_LEROBOT_HOME"),
      offline: env.isTrue("HF_HUB_OFFLINE"),
    },
    importRoots: env.paths("RETAKE_IMPORT_ROOTS"),
    pullHosts: pullHosts(env),
    ffmpegPath: env.text("FFMPEG_PATH"),
    logLevel: logLevel(env),
  };
  if (env.issues.length > 0) throw configFault(env.issues);
  return config;
}

/** All that is wrong, one line each. */
export function configFault(issues: readonly Issue[]): AppError {
  const list = issues.map((issue) => `  ${issue.path} ${issue.message}`).join("\n");
  const count = issues.length === 1 ? "one fault" : `${issues.length} faults`;
  return new AppError("bad_request", `The settings have ${count}:\n${list}`, { issues: [...issues] });
}

function storageUrl(env: EnvReader<EnvName>, dataDir: string): string {
  const value = env.text("STORAGE_URL") ?? `file:${dataDir}/store`;
  if (value.startsWith("s3:")) {
    env.fault(
      "STORAGE_URL",
      "names an S3 bucket, and this version has no S3 adapter; name a folder, file:./data/store",
    );
  } else if (!/^file:./.test(value)) env.fault("STORAGE_URL", "must begin with file: and name a folder");
  return value;
}

function authSecret(env: EnvReader<EnvName>): string | null {
  const value = env.text("AUTH_SECRET");
  if (value !== null && value.length < 32) {
    env.fault("AUTH_SECRET", "must have at least 32 characters; `openssl rand -base64 48` makes a good one");
  }
  return value;
}

function pullHosts(env: EnvReader<EnvName>): string[] | null {
  const entries = env
    .text("RETAKE_PULL_HOSTS")
    ?.split(",")
    .map((entry) => entry.trim());
  const wrong = entries?.find((entry) => parseRule(entry) === null);
  if (wrong !== undefined) {
    env.fault(
      "RETAKE_PULL_HOSTS",
      `holds “${wrong}”, which is no host, host:port, address, network (10.0.0.0/8) or .ending`,
    );
  }
  return entries ?? null;
}

function logLevel(env: EnvReader<EnvName>): LogLevel {
  const value = env.text("LOG_LEVEL") ?? "info";
  const level = LOG_LEVELS.find((known) => known === value);
  if (level === undefined) env.fault("LOG_LEVEL", `must be one of ${LOG_LEVELS.join(", ")}`);
  return level ?? "info";
}

function oauthClient(env: EnvReader<EnvName>, id: EnvName, secret: EnvName): OAuthClient | null {
  const clientId = env.text(id);
  const clientSecret = env.text(secret);
  if (clientId !== null && clientSecret !== null) return { clientId, clientSecret };
  if (clientId !== null) env.fault(secret, `is needed because ${id} is set`);
  if (clientSecret !== null) env.fault(id, `is needed because ${secret} is set`);
  return null;
}

function oidc(env: EnvReader<EnvName>): Config["oidc"] {
  const issuer = env.url("AUTH_OIDC_ISSUER", ["https:", "http:"]);
  const client = oauthClient(env, "AUTH_OIDC_CLIENT_ID", "AUTH_OIDC_CLIENT_SECRET");
  if (issuer !== null && client !== null) return { issuer, ...client };
  if (issuer !== null) env.fault("AUTH_OIDC_CLIENT_ID", "is needed because AUTH_OIDC_ISSUER is set");
  if (client !== null) env.fault("AUTH_OIDC_ISSUER", "is needed because AUTH_OIDC_CLIENT_ID is set");
  return null;
}

function openai(env: EnvReader<EnvName>): Config["openai"] {
  const apiKey = env.text("OPENAI_API_KEY");
  const baseUrl = env.url("OPENAI_BASE_URL", ["https:", "http:"]);
  if (apiKey === null) return null;
  return {
    apiKey,
    baseUrl,
    embeddingModel: env.text("OPENAI_EMBEDDING_MODEL") ?? "text-embedding-3-small",
    chatModel: env.text("OPENAI_CHAT_MODEL"),
  };
}
