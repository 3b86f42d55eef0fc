import type { Stage } from "./types.ts";

const BAR_WIDTH = 28;
const REDRAW_MS = 80;
const WORDS: Record<Stage, string> = {
  episodes: "reading",
  texts: "texts",
  pictures: "pictures",
  map: "map",
  summaries: "summaries",
};

export interface BarState {
  stage: Stage;
  done: number;
  total: number;
}

/** A bar on a terminal; nothing at all where the output goes into a file. */
export function createProgressBar(stream: NodeJS.WriteStream): {
  update(state: BarState): void;
  end(): void;
} {
  if (!stream.isTTY) return { update: () => undefined, end: () => undefined };
  let drawnAt = 0;
  return {
    update(state) {
      const now = Date.now();
      if (now - drawnAt < REDRAW_MS && state.done < state.total) return;
      drawnAt = now;
      stream.write(`\r\x1b[K${drawBar(state)}`);
    },
    end: () => void stream.write("\r\x1b[K"),
  };
}

export function drawBar({ stage, done, total }: BarState): string {
  const word = WORDS[stage].padEnd(11);
  if (total === 0) return word.trimEnd();
  const filled = Math.round((BAR_WIDTH * Math.min(done, total)) / total);
  return `${word} [${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}] ${done}/${total} episodes`;
}
