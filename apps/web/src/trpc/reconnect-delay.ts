const FIRST_MS = 250;
const LAST_MS = 30_000;

/**
 * How long to wait before a broken line is made again, in ms. Never nothing: a server that takes a line and ends it at once would be asked
 * hundreds of times a second. Up to twice the least, so that many pages do not come back together.
 * @param attempt tries that failed since the line last stood, from 0
 */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  return Math.min(LAST_MS, FIRST_MS * 2 ** attempt) * (1 + random());
}
