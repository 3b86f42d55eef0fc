import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { readNumber, readWhole, UsageError } from "../cli-numbers.ts";
import type { WireForm } from "../client.ts";

export interface LoadArgs {
  serverUrl: string;
  token: string | null;
  prefix: string;
  robots: number;
  topics: number;
  dims: number;
  rate: number;
  cameras: number;
  cameraRate: number;
  duration: number;
  form: WireForm;
  /** So many times the rate from this second on. */
  burst: { factor: number; fromSeconds: number } | null;
  serverPid: number | null;
  json: boolean;
  /** Tell the ack times of every second too. */
  everySecond: boolean;
}

export const LOAD_USAGE = `Usage: npm run load-robots -- [flags]

Many cheap robots in one process: measures how long each message takes until it is durable, and counts what was lost.

  --server-url URL          default ws://localhost:8000/ws/ingest
  --token TOKEN             default as of mock-robot
  --robots N                100
  --topics N                3, each of --dims values (14) at --rate Hz (50)
  --cameras N               1, each at --camera-rate Hz (5); pictures of 320 × 240 are drawn beforehand
  --duration S              300
  --protocol-form FORMS     binary (default), batch, or json: one text frame a message; several, as binary,json, one after the other
  --burst FACTOR@S          so many times the rate from second S on
  --session-prefix TEXT     default load-xxxxxx; sessions are TEXT-1, TEXT-2, …
  --server-pid PID          also tells what memory and CPU that process uses (Linux)
  --json                    the result as one line of JSON
  --every-second            before it, a line of JSON a second: {"ackMs": [[milliseconds, acks], …]}

Exit codes: 0 every message is durable, 1 something was lost, refused or failed, 2 wrong usage.`;

const OPTIONS = {
  "server-url": { type: "string", default: "ws://localhost:8000/ws/ingest" },
  token: { type: "string" },
  "session-prefix": { type: "string" },
  robots: { type: "string", default: "100" },
  topics: { type: "string", default: "3" },
  dims: { type: "string", default: "14" },
  rate: { type: "string", default: "50" },
  cameras: { type: "string", default: "1" },
  "camera-rate": { type: "string", default: "5" },
  duration: { type: "string", default: "300" },
  "protocol-form": { type: "string", default: "binary" },
  burst: { type: "string" },
  "server-pid": { type: "string" },
  json: { type: "boolean", default: false },
  "every-second": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const FORMS = new Map<string, WireForm>([
  ["json", "text"],
  ["batch", "batch"],
  ["binary", "binary"],
]);

/** @returns a load for each form. @throws Error in words for wrong usage */
export function parseLoadArgs(argv: readonly string[]): LoadArgs[] | "help" {
  const { values } = parseArgs({ args: [...argv], strict: true, options: OPTIONS });
  if (values.help) return "help";
  const pid = values["server-pid"];
  const prefix = values["session-prefix"] ?? `load-${randomBytes(3).toString("hex")}`;
  const names = values["protocol-form"].split(",");
  const common = {
    serverUrl: values["server-url"],
    token: values.token ?? null,
    robots: readWhole("--robots", values.robots, { min: 1, max: 2_000 }),
    topics: readWhole("--topics", values.topics, { min: 0, max: 100 }),
    dims: readWhole("--dims", values.dims, { min: 1, max: 1_024 }),
    rate: readNumber("--rate", values.rate, { above: 0, max: 10_000 }),
    cameras: readWhole("--cameras", values.cameras, { min: 0, max: 16 }),
    cameraRate: readNumber("--camera-rate", values["camera-rate"], { above: 0, max: 1_000 }),
    duration: readNumber("--duration", values.duration, { above: 0, max: 86_400 }),
    burst: readBurst(values.burst),
    serverPid: pid === undefined ? null : readWhole("--server-pid", pid, { min: 1 }),
    json: values.json,
    everySecond: values["every-second"],
  };
  return names.map((name) => ({
    ...common,
    prefix: names.length === 1 ? prefix : `${prefix}-${name}`,
    form: readForm(name),
  }));
}

function readForm(text: string): WireForm {
  const form = FORMS.get(text);
  if (form === undefined) throw new UsageError("--protocol-form is json, batch or binary");
  return form;
}

function readBurst(text: string | undefined): LoadArgs["burst"] {
  if (text === undefined) return null;
  const [factor = "", from = "", ...more] = text.split("@");
  if (more.length > 0) throw new UsageError("--burst looks like 3@270");
  return {
    factor: readNumber("--burst", factor, { above: 0, max: 100 }),
    fromSeconds: readNumber("--burst", from, { min: 0 }),
  };
}
