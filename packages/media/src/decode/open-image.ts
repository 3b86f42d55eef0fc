import { LIMITS } from "@retake/core/limits";
import sharp, { type Sharp } from "sharp";

/** Seconds one picture may take, unless the machine is starved. */
const PICTURE_TIMEOUT_S = 5;

sharp.cache(false);
// One job a process and one process a core: more threads would only compete.
sharp.concurrency(1);

/** An encoded picture under limits. SVG, PDF and the like are never asked for, but a file says itself what it is: vector loaders stay shut. */
export function openImage(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: LIMITS.imagePixelsMax, failOn: "error", autoOrient: true }).timeout(
    {
      seconds: PICTURE_TIMEOUT_S,
    },
  );
}
