const SAMPLES = 256;

/**
 * 32 bits of an encoded picture: its length and 256 bytes spread over it (FNV-1a). Of two pictures that a camera takes the
 * noise alone changes nearly every byte behind the first that differs, so equal means: the same picture again.
 */
export function pictureFingerprint(bytes: Uint8Array): number {
  let hash = mix(0x811c9dc5, bytes.length);
  const step = Math.max(1, Math.floor(bytes.length / SAMPLES));
  // From the end: what differs early in a picture shifts all of its end.
  for (let at = bytes.length - 1; at >= 0; at -= step) hash = mix(hash, bytes[at] ?? 0);
  return hash >>> 0;
}

function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193);
}
