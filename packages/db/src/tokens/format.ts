// `rtk_<12 id>_<43 secret>_<crc>`: the id is looked up, only the secret's SHA-256 is stored, and the checksum lets a client or a
// secret scanner reject a typo without asking.
import { hash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 12;
/** 43 characters of 62 are 256 bits. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 7;
const PATTERN = /^(rtk_([0-9A-Za-z]{12})_([0-9A-Za-z]{43}))_([0-9a-z]{7})$/;

export interface MintedToken {
  /** Shown once, never stored. */
  token: string;
  id: string;
  hash: Buffer;
}

export function mintToken(): MintedToken {
  const id = randomText(ID_LENGTH);
  const secret = randomText(SECRET_LENGTH);
  const body = `rtk_${id}_${secret}`;
  return { token: `${body}_${checksum(body)}`, id, hash: sha256(secret) };
}

/** A token taken apart: it says who it claims to be, and proves nothing. */
export interface ParsedToken {
  id: string;
  hash: Buffer;
}

/** Null for everything that is no token: wrong form, wrong checksum. */
export function parseToken(text: string): ParsedToken | null {
  const [, body, id, secret, sum] = PATTERN.exec(text) ?? [];
  if (body === undefined || id === undefined || secret === undefined) return null;
  return checksum(body) === sum ? { id, hash: sha256(secret) } : null;
}

/** Letters and digits, each equally likely. */
export function randomText(length: number): string {
  // Bytes past the last whole multiple of 62 would favour the first letters.
  const fair = 256 - (256 % ALPHABET.length);
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < fair && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}

function checksum(body: string): string {
  return crc32(body).toString(36).padStart(CHECKSUM_LENGTH, "0");
}

function sha256(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}
