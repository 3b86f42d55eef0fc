import type { Socket } from "node:net";
import type { Seeded } from "../seeded.ts";

/** What a line does to what goes over it, in each direction. */
export interface Weather {
  /** Milliseconds between which each piece is held back; order stays. */
  delayMs?: readonly [number, number];
  /** So large a share of pieces waits for so long, and all behind it: what a lost packet looks like from above TCP. */
  loss?: { share: number; stallMs: number };
  bytesPerS?: number;
}

/** Bytes under way beyond which no more is read: a slow line fills up its sender. */
const UNDER_WAY_MAX = 16 << 10;
/** The largest piece that is carried as one: a packet of Ethernet, about. */
const PIECE_BYTES = 1_400;

/** Carries from one socket to another, as the weather is when a piece comes in. @returns ends that: nothing more is carried */
export function slowPipe(
  from: Socket,
  to: Socket,
  { weather, random }: { weather: () => Weather; random: Seeded },
): () => void {
  let stopped = false;
  let underWay = 0;
  let free = performance.now();
  let timer: NodeJS.Timeout | null = null;
  // One timer for the oldest piece: timers of several do not fire in the order of their times on a busy machine.
  const pieces: { bytes: Buffer; at: number }[] = [];
  const arm = (): void => {
    const [first] = pieces;
    if (timer === null && first !== undefined) timer = setTimeout(carry, first.at - performance.now());
  };
  const carry = (): void => {
    timer = null;
    const now = performance.now();
    for (let first = pieces[0]; first !== undefined && first.at <= now; first = pieces[0]) {
      pieces.shift();
      underWay -= first.bytes.length;
      if (to.writable) to.write(first.bytes);
    }
    if (underWay < UNDER_WAY_MAX) from.resume();
    arm();
  };
  const take = (bytes: Buffer): void => {
    const { delayMs: [least, most] = [0, 0], loss, bytesPerS = Infinity } = weather();
    const lost = loss !== undefined && random.unit() < loss.share ? loss.stallMs : 0;
    free = Math.max(free, performance.now() + least + (most - least) * random.unit() + lost);
    free += (bytes.length / bytesPerS) * 1_000;
    underWay += bytes.length;
    pieces.push({ bytes, at: free });
  };
  from.on("data", (chunk: Buffer) => {
    if (stopped) return;
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) take(chunk.subarray(at, at + PIECE_BYTES));
    if (underWay >= UNDER_WAY_MAX) from.pause();
    arm();
  });
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
    pieces.length = 0;
    from.resume();
  };
}
