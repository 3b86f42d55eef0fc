import fs from "node:fs";
import path from "node:path";

/** `<data-dir>/credentials.json`: how to sign in after the first start. Its owner alone may read it. */
export interface Credentials {
  email: string;
  password: string;
  /** The workspace's slug, as in URLs. */
  workspace: string;
  robotToken: string;
  apiToken: string;
  webUrl: string;
  ingestUrl: string;
}

export function credentialsPath(dataDir: string): string {
  return path.join(path.resolve(dataDir), "credentials.json");
}

export function readCredentials(file: string): Credentials | null {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Credentials;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Null for a draft that is missing or was cut off while it was written. */
export function readDraft(draft: string): Credentials | null {
  try {
    return readCredentials(draft);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** On disk, and not yet under its name, once this returns. */
export function writeDraft(file: string, credentials: Credentials): string {
  const draft = `${file}.draft`;
  const handle = fs.openSync(draft, "w", 0o600);
  try {
    fs.fchmodSync(handle, 0o600);
    fs.writeFileSync(handle, `${JSON.stringify(credentials, null, 2)}\n`);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  return draft;
}

export function publishDraft(draft: string, file: string): void {
  fs.renameSync(draft, file);
  const folder = fs.openSync(path.dirname(file), "r");
  try {
    fs.fsyncSync(folder);
  } finally {
    fs.closeSync(folder);
  }
}
