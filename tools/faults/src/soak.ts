// `npm run soak -- [F1 F2 …] [--rounds 50] [--robots 10] [--per-second 60] [--seed 1]`: the fault tests in their long form. Prints figures, and ends with 1
// when anything acknowledged was not there as it was sent.
import { parseArgs } from "node:util";
import { SOAKS } from "./soaks.ts";

const USAGE = `npm run soak -- [names] [flags]
${Object.entries(SOAKS)
  .map(([name, { title, rounds }]) => `  ${name.padEnd(18)} ${title} (${rounds} rounds)`)
  .join("\n")}
  --rounds N         another number of rounds
  --robots N         robots that stream (10)
  --per-second N     messages each of them hands over a second (60)
  --seed N           the same draws again`;

/** @returns what is asked for, or why that cannot be */
function readFlags() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: "string" },
      robots: { type: "string", default: "10" },
      "per-second": { type: "string" },
      seed: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const names = positionals.length === 0 ? Object.keys(SOAKS) : positionals;
  const unknown = names.find((name) => !(name in SOAKS));
  if (unknown !== undefined) throw new Error(`There is no '${unknown}'.`);
  const whole = (name: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} must be a whole number above 0.`);
    return Number(text);
  };
  return {
    names,
    help: values.help,
    rounds: whole("rounds", values.rounds),
    robots: whole("robots", values.robots) ?? 10,
    perSecond: whole("per-second", values["per-second"]),
    seed: whole("seed", values.seed) ?? Math.floor(Math.random() * 1e9) + 1,
  };
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { names, help, rounds, robots, perSecond, seed } = readFlags();
  if (help) {
    print(USAGE);
    return 0;
  }
  print(`seed ${seed}`);
  let broken = 0;
  for (const name of names) {
    const soak = SOAKS[name];
    if (soak === undefined) continue;
    const began = performance.now();
    const say = (line: string): void => print(`${name}: ${line}`);
    const rate = perSecond === undefined ? {} : { perSecond };
    const { figures, faults } = await soak.run({ rounds: rounds ?? soak.rounds, robots, ...rate, seed, say });
    for (const fault of faults) print(`${name} FAULT: ${fault}`);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    print(`${name} ${faults.length === 0 ? "holds" : "DOES NOT HOLD"} in ${seconds} s: ${figures}`);
    if (faults.length > 0) broken++;
  }
  return broken === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\n${USAGE}\n`,
  );
  process.exitCode = 2;
}
