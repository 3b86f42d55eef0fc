/** Of a recording that has not said its rate, nor shown it yet, the register holds 0. */
export function knownFps(fps: number): number | null {
  return fps > 0 ? fps : null;
}
