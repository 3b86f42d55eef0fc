/** Figures of a run, beside its result. */
export function sayIn(name: string): (line: string) => void {
  return (line) => void process.stdout.write(`${name}: ${line}\n`);
}
