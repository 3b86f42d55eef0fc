import path from "node:path";
import { type Config, readConfig } from "@retake/core/config";
import type { Flags } from "./flags.ts";
import { loadAuthSecret } from "./secrets.ts";

export interface Settings {
  config: Config;
  dataDir: string;
  port: number;
  ingestPort: number;
  webUrl: string;
  ingestUrl: string;
}

/** Flags over environment over defaults. @throws AppError that names every fault of the environment */
export function readSettings(flags: Flags): Config {
  return readConfig({ ...process.env, ...flags.env });
}

/** `port` and `ingestPort` are the real ones, also where any free one was asked for. */
export function settle(config: Config, dataDir: string, port: number, ingestPort: number): Settings {
  const host = ["0.0.0.0", "::"].includes(config.host) ? "localhost" : config.host;
  const named = host.includes(":") ? `[${host}]` : host;
  return {
    config,
    dataDir,
    port,
    ingestPort,
    webUrl: config.publicUrl ?? `http://${named}:${port}`,
    ingestUrl: `http://${named}:${ingestPort}`,
  };
}

/** What every child gets over our own environment, with nothing left to its working folder. */
export function childEnv(settings: Settings, databaseUrl: string): NodeJS.ProcessEnv {
  const { config, dataDir, port, ingestPort } = settings;
  const given = config.storageUrl;
  const isFolder = given.startsWith("file:") && !given.startsWith("file://");
  const folder = path.resolve(given.slice("file:".length));
  return {
    ...process.env,
    NODE_ENV: "production",
    RETAKE_INTERNAL: "1",
    DATABASE_URL: databaseUrl,
    RETAKE_DATA_DIR: dataDir,
    STORAGE_URL: isFolder ? `file:${folder}` : given,
    HOST: config.host,
    PORT: String(port),
    INGEST_PORT: String(ingestPort),
    AUTH_SECRET: config.authSecret ?? loadAuthSecret(dataDir),
  };
}
