import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import type { WireForm } from "./client.ts";
import { readNumber, readWhole, UsageError } from "./cli-numbers.ts";
import type { ClockFaults } from "./stream.ts";

export interface CliArgs {
  serverUrl: string;
  duration: number;
  sessionId: string | null;
  token: string | null;
  rate: number;
  cameras: number;
  cameraRate: number;
  robots: number;
  protocol: 1 | 2;
  form: WireForm;
  outcome: "success" | "failure" | null;
  task: string;
  resume: boolean;
  seed: number;
  dropEveryS: number | null;
  jitterMs: number;
  reorder: number;
  clock: ClockFaults;
}

export const USAGE = `Usage: npm run mock-robot -- [flags]

Streams a simulated 6-DOF arm that picks and places, with rendered cameras.

  --server-url URL     default ws://localhost:8000/ws/ingest
  --token TOKEN        default: robotToken of <data-dir>/credentials.json (RETAKE_DATA_DIR, ./data), then RETAKE_TOKEN
  --session-id ID      default: live-xxxxxxxx, at random; with --robots N: ID-1 … ID-N
  --resume             go on with a session that was cut off
  --duration S         60
  --robots N           1
  --rate HZ            50, of each topic of numbers
  --cameras N          1, at most 8
  --camera-rate HZ     10, at most --rate
  --outcome OUTCOME    success or failure; default: none said
  --task TEXT          "Put the cubes into the box"
  --seed N             the same seed moves the same; default: at random
  --protocol 1|2       2
  --binary, --batch, --text
                       how messages are written: binary frames (default, protocol 2 only), JSON batches, one JSON text each
                       (default in protocol 1)

Faults:
  --drop-connection-every S   break the line so often
  --jitter MS                 the robot's loop runs late by up to this
  --reorder SHARE             0 to 1: messages sent out of time order (their numbers stay in order)
  --clock-skew PPM            the robot's clock runs fast (or slow, below 0)
  --clock-jump S@T            it is set by S seconds when it shows T: 3600@20, -5@10

Exit codes: 0 the server has confirmed every message (protocol 1 has no confirmation: one unbroken connection carried
everything, the server reported no error and closed with 1000), 1 anything else, 2 wrong usage.`;

const OPTIONS = {
  "server-url": { type: "string", default: "ws://localhost:8000/ws/ingest" },
  token: { type: "string" },
  "session-id": { type: "string" },
  resume: { type: "boolean", default: false },
  duration: { type: "string", default: "60" },
  robots: { type: "string", default: "1" },
  rate: { type: "string", default: "50" },
  cameras: { type: "string", default: "1" },
  "camera-rate": { type: "string" },
  outcome: { type: "string" },
  task: { type: "string", default: "Put the cubes into the box" },
  seed: { type: "string" },
  protocol: { type: "string", default: "2" },
  binary: { type: "boolean", default: false },
  batch: { type: "boolean", default: false },
  text: { type: "boolean", default: false },
  "drop-connection-every": { type: "string" },
  jitter: { type: "string", default: "0" },
  reorder: { type: "string", default: "0" },
  "clock-skew": { type: "string", default: "0" },
  "clock-jump": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

const CAMERA_RATE = 10;

/** @throws Error in words for wrong usage */
export function parseCliArgs(argv: readonly string[]): CliArgs | "help" {
  const { values } = parseArgs({ args: withNegatives(argv), strict: true, options: OPTIONS });
  if (values.help) return "help";
  const protocol = readProtocol(values.protocol);
  const rate = readNumber("--rate", values.rate, { above: 0, max: 2_000 });
  const cameraRate = values["camera-rate"];
  const dropEvery = values["drop-connection-every"];
  return {
    serverUrl: readUrl(values["server-url"]),
    token: values.token ?? null,
    sessionId: readSessionId(values["session-id"]),
    resume: readResume(values),
    duration: readNumber("--duration", values.duration, { above: 0, max: 604_800 }),
    robots: readWhole("--robots", values.robots, { min: 1, max: 200 }),
    rate,
    cameras: readWhole("--cameras", values.cameras, { min: 0, max: 8 }),
    cameraRate:
      cameraRate === undefined
        ? Math.min(CAMERA_RATE, rate)
        : readNumber("--camera-rate", cameraRate, { above: 0, max: rate }),
    outcome: readOutcome(values.outcome),
    task: values.task,
    seed:
      values.seed === undefined
        ? randomBytes(4).readUInt32LE()
        : readWhole("--seed", values.seed, { min: 0, max: 2 ** 32 - 1 }),
    protocol,
    form: readForm(values, protocol),
    dropEveryS:
      dropEvery === undefined
        ? null
        : readNumber("--drop-connection-every", dropEvery, { above: 0, max: 604_800 }),
    jitterMs: readNumber("--jitter", values.jitter, { min: 0, max: 60_000 }),
    reorder: readNumber("--reorder", values.reorder, { min: 0, max: 1 }),
    clock: {
      skewPpm: readNumber("--clock-skew", values["clock-skew"], { min: -500_000, max: 500_000 }),
      jump: readJump(values["clock-jump"]),
    },
  };
}

/** `--flag -5` as `--flag=-5`, which alone `parseArgs` takes for a value. */
function withNegatives(argv: readonly string[]): string[] {
  const args: string[] = [];
  for (const arg of argv) {
    const last = args.at(-1);
    if (/^-[\d.]/.test(arg) && last?.startsWith("--") === true) args[args.length - 1] = `${last}=${arg}`;
    else args.push(arg);
  }
  return args;
}

function readUrl(text: string): string {
  if (URL.canParse(text) && ["ws:", "wss:"].includes(new URL(text).protocol)) return text;
  throw new UsageError("--server-url needs a ws:// or wss:// address");
}

function readSessionId(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(text)) return text;
  throw new UsageError(
    "--session-id has 1 to 128 letters, digits, dots, dashes or underscores, the first a letter or digit",
  );
}

function readResume(values: Values): boolean {
  if (values.resume && values["session-id"] === undefined)
    throw new UsageError("--resume needs --session-id");
  return values.resume;
}

function readOutcome(text: string | undefined): CliArgs["outcome"] {
  if (text === undefined) return null;
  if (text === "success" || text === "failure") return text;
  throw new UsageError("--outcome is success or failure");
}

function readProtocol(text: string): 1 | 2 {
  if (text === "1") return 1;
  if (text === "2") return 2;
  throw new UsageError("--protocol is 1 or 2");
}

function readForm(values: Values, protocol: 1 | 2): WireForm {
  const asked = (["binary", "batch", "text"] as const).filter((form) => values[form]);
  if (asked.length > 1) throw new UsageError("choose one of --binary, --batch and --text");
  if (asked[0] === "binary" && protocol === 1) throw new UsageError("--binary needs --protocol 2");
  return asked[0] ?? (protocol === 2 ? "binary" : "text");
}

function readJump(text: string | undefined): ClockFaults["jump"] {
  if (text === undefined) return null;
  const [by = "", at = "", ...more] = text.split("@");
  if (more.length > 0) throw new UsageError("--clock-jump looks like 3600@20");
  return {
    bySeconds: readNumber("--clock-jump", by, {}),
    atSeconds: readNumber("--clock-jump", at, { min: 0 }),
  };
}
