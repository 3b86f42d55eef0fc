import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Made once per data folder, mode 0600; whoever has it can forge logins. */
export function loadAuthSecret(dataDir: string): string {
  const file = path.join(dataDir, "secrets.json");
  if (fs.existsSync(file))
    return (JSON.parse(fs.readFileSync(file, "utf8")) as { authSecret: string }).authSecret;
  const authSecret = randomBytes(48).toString("base64url");
  const draft = `${file}.draft`;
  const handle = fs.openSync(draft, "w", 0o600);
  try {
    fs.writeFileSync(handle, `${JSON.stringify({ authSecret })}\n`);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(draft, file);
  return authSecret;
}
