import { createDecodePool, type DecodePool } from "./decode/decode-pool.ts";

/** Looks into pictures of a robot, in a process of its own. */
export interface LuminanceMeter {
  /**
   * @returns the mean of an encoded picture, 0 black to 255 white
   * @throws AppError `unsupported_media` (not decodable), `unavailable` (too many waiting)
   */
  measure(picture: Uint8Array): Promise<number>;
  close(): void;
}

const TIMEOUT_MS = 10_000;

/** One process, started at the first picture and ended when none comes any more. */
export function createLuminanceMeter(
  pool: DecodePool = createDecodePool({ processesMax: 1 }),
): LuminanceMeter {
  return {
    async measure(picture) {
      const [mean = 0] = await pool.run({ kind: "luminance", picture }, { timeoutMs: TIMEOUT_MS });
      return mean;
    },
    close: () => pool.close(),
  };
}
