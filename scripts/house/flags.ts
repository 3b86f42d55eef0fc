import { parseArgs } from "node:util";

export interface Flags {
  dev: boolean;
  sample: boolean;
  help: boolean;
  /** Environment variables that flags stand for; they win over the environment. */
  env: Record<string, string>;
  /** Which flag a variable of `env` came from. */
  flagOf: Record<string, string>;
}

export const USAGE = `npm run up -- [flags]
  --port 3000          web port (PORT)
  --ingest-port 8000   port for robots (INGEST_PORT)
  --data-dir ./data    where everything is kept (RETAKE_DATA_DIR)
  --no-sample          do not import the bundled sample on the first start
Every environment variable is explained in .env.example.`;

const VARIABLES = [
  ["port", "PORT"],
  ["ingest-port", "INGEST_PORT"],
  ["data-dir", "RETAKE_DATA_DIR"],
] as const;

/** @throws TypeError in words for an unknown flag */
export function parseFlags(words: string[]): Flags {
  const { values } = parseArgs({
    args: words,
    strict: true,
    allowPositionals: false,
    options: {
      port: { type: "string" },
      "ingest-port": { type: "string" },
      "data-dir": { type: "string" },
      "no-sample": { type: "boolean", default: false },
      dev: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const env: Record<string, string> = {};
  const flagOf: Record<string, string> = {};
  for (const [flag, name] of VARIABLES) {
    const value = values[flag];
    if (value === undefined) continue;
    // To the environment an empty one is unset, and its default would be taken in silence.
    if (value.trim() === "") throw new TypeError(`--${flag} needs a value`);
    env[name] = value;
    flagOf[name] = `--${flag}`;
  }
  return { dev: values.dev, sample: !values["no-sample"], help: values.help, env, flagOf };
}
