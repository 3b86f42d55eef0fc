import path from "node:path";
import { type Config, configFault, readConfig } from "@retake/core/config";
import { AppError } from "@retake/core/errors";
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

/** Flags over environment over defaults. @throws AppError that names every fault, by the flag where one was given */
export function readSettings(flags: Flags): Config {
  try {
    return readConfig({ ...process.env, ...flags.env });
  } catch (error) {
    if (!(error instanceof AppError) || error.issues === undefined) throw error;
    throw configFault(
      error.issues.map(({ path: name, message }) => ({ path: flags.flagOf[name] ?? name, message })),
    );
  }
}

/** Where the store's files lie; null when it is no folder. */
export function storeFolder({ storageUrl }: Config): string | null {
  const isFolder = storageUrl.startsWith("file:") && !storageUrl.startsWith("file://");
  return isFolder ? path.resolve(storageUrl.slice("file:".length)) : null;
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
  const folder = storeFolder(config);
  return {
    ...process.env,
    NODE_ENV: "production",
    RETAKE_INTERNAL: "1",
    DATABASE_URL: databaseUrl,
    RETAKE_DATA_DIR: dataDir,
    STORAGE_URL: folder === null ? config.storageUrl : `file:${folder}`,
    HOST: config.host,
    PORT: String(port),
    INGEST_PORT: String(ingestPort),
    AUTH_SECRET: config.authSecret ?? loadAuthSecret(dataDir),
  };
}
