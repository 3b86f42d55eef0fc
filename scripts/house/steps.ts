/** Tells the person at the terminal what is going on, one line a step, with its time. */
export interface Steps {
  run: <T>(words: string, work: (note: (text: string) => void) => Promise<T>) => Promise<T>;
  say: (line: string) => void;
}

const NOTE_EVERY_MS = 2_000;

export function createSteps(out: NodeJS.WriteStream = process.stdout): Steps {
  const say = (line: string): void => void out.write(`${line}\n`);
  return {
    say,
    async run(words, work) {
      const began = performance.now();
      const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
      let last = 0;
      const note = (text: string): void => {
        if (out.isTTY) out.write(`\r\u001B[2K  ${words} … ${text}`);
        else if (performance.now() - last > NOTE_EVERY_MS) say(`  ${words} … ${text}`);
        else return;
        last = performance.now();
      };
      if (out.isTTY) out.write(`  ${words} …`);
      const clear = out.isTTY ? "\r\u001B[2K" : "";
      try {
        const result = await work(note);
        say(`${clear}  ${words} (${seconds()})`);
        return result;
      } catch (error) {
        say(`${clear}  ${words}: failed after ${seconds()}`);
        throw error;
      }
    },
  };
}
