import type { ImportProgress } from "./types.ts";

const BAR_WIDTH = 28;
const REDRAW_MS = 80;
const WORDS: Record<string, string> = {
  checking: "checking",
  downloading: "downloading",
  episodes: "importing",
  publishing: "publishing",
};

/** A bar on a terminal; nothing at all where the output goes into a file. */
export function createProgressBar(stream: NodeJS.WriteStream): {
  update(progress: ImportProgress): void;
  end(): void;
} {
  if (!stream.isTTY) return { update: () => undefined, end: () => undefined };
  let drawnAt = 0;
  return {
    update(progress) {
      const now = Date.now();
      const isLast = progress.done === progress.total;
      if (now - drawnAt < REDRAW_MS && !isLast) return;
      drawnAt = now;
      stream.write(`\r\x1b[K${drawBar(progress)}`);
    },
    end: () => void stream.write("\r\x1b[K"),
  };
}

export function drawBar({ phase, done, total, unit }: ImportProgress): string {
  const word = (WORDS[phase] ?? phase).padEnd(11);
  if (total === 0) return word.trimEnd();
  const filled = Math.round((BAR_WIDTH * done) / total);
  return `${word} [${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}] ${done}/${total} ${unit}`;
}
