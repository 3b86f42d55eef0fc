import type { LoadArgs } from "./load-args.ts";
import type { LoadResult } from "./run-load.ts";
import type { ServerReport } from "./server-sampler.ts";

/** The result as lines of two columns. */
export function loadTable(args: LoadArgs, result: LoadResult): string {
  const { robots, topics, dims, rate, cameras, cameraRate, form, burst } = args;
  const { sent, seconds, ackMs, generator, server, bytes } = result;
  const rows: [string, string][] = [
    [
      "robots",
      `${robots} × (${topics} topics of ${dims} values at ${rate} Hz + ${cameras} cameras at ${cameraRate} Hz)`,
    ],
    [
      "form",
      `protocol 2, ${form}${burst === null ? "" : `, ${burst.factor} × from ${burst.fromSeconds} s on`}`,
    ],
    ["sent", `${count(sent)} messages in ${seconds.toFixed(1)} s`],
    ["rate", `${count(Math.round(sent / seconds))} messages/s, ${(bytes / seconds / 1e6).toFixed(2)} MB/s`],
    ["durable", `${count(result.confirmed)} messages, ${count(result.frames)} of them pictures`],
    ["lost", count(result.lost)],
    ["refused", count(result.refused)],
    ["ack p50", milliseconds(ackMs.p50)],
    ["ack p99", milliseconds(ackMs.p99)],
    ["ack max", milliseconds(ackMs.max)],
    ["reconnects", count(result.reconnects)],
    ["held back", `${count(result.heldBack)} times no room at the robot`],
    [
      "this process",
      `${generator.cores.toFixed(2)} cores, late by ${milliseconds(generator.loopP99Ms)} (p99)`,
    ],
    ...(server === null ? [] : serverRows(server, result, robots)),
    ...tally(result.failures).map(([text, times]): [string, string] => ["failed", `${times} × ${text}`]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

function serverRows(server: ServerReport, { sent, seconds }: LoadResult, robots: number): [string, string][] {
  const { firstMb, peakMb, lastMb, overTimeMb, growthMbPerMin, cpuSeconds } = server;
  const growth =
    growthMbPerMin === null
      ? "too short to tell"
      : `${growthMbPerMin.toFixed(1)} MB a minute in the second half`;
  const perMessage = cpuSeconds / sent;
  const perCore = robots / (cpuSeconds / seconds);
  return [
    ["server memory", `${mb(firstMb)} before, ${mb(peakMb)} at most, ${mb(lastMb)} after`],
    ["over time", `${overTimeMb.map((value) => value.toFixed(0)).join(" ")} MB`],
    ["growth", growth],
    [
      "server CPU",
      `${(perMessage * 1e6).toFixed(1)} µs a message: ${count(Math.round(perCore))} such robots a core`,
    ],
  ];
}

function tally(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, 5);
}

function milliseconds(ms: number): string {
  if (Number.isNaN(ms)) return "–";
  return ms >= 100 ? `${ms.toFixed(0)} ms` : `${Math.max(0, ms).toFixed(2)} ms`;
}

function mb(value: number): string {
  return `${value.toFixed(0)} MB`;
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}
