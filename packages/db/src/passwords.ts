import { type Options, hash, verify } from "@node-rs/argon2";

/** OWASP's first choice of argon2id parameters: 19 MiB, two passes, one lane. The enum's value, since const enums do not cross files. */
const ARGON2ID: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Verified in place of a missing hash, so that unknown addresses take as long as wrong passwords. */
let decoy: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2ID);
}

/** False for a wrong password, a missing hash and a hash that is none. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("decoy");
  const matches = await verify(passwordHash ?? (await decoy), password).catch(() => false);
  return matches && passwordHash !== null;
}
