/**
 * Share of the way after a share of the time, with speed and acceleration 0 at both ends: 10 s³ - 15 s⁴ + 6 s⁵
 * (Flash and Hogan 1985).
 */
export function minimumJerk(share: number): number {
  const s = Math.min(1, Math.max(0, share));
  return s * s * s * (10 + s * (6 * s - 15));
}
