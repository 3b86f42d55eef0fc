import type { SignalColumns } from "@retake/ai/types";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { SampleValues } from "@retake/telemetry/types";
import type { LoadedEpisode } from "../work/load-episodes.ts";

/** An hour of 64 joints at 100 Hz is 23 million; what is beyond is read no further. */
const VALUES_MAX = 32_000_000;

/**
 * The numeric topics of an episode, all in memory: one episode at a time.
 * @throws AppError `not_found`, `corrupt_data`
 */
export async function readSignals(
  reader: TelemetryReader,
  { signals, segments }: Pick<LoadedEpisode, "signals" | "segments">,
): Promise<SignalColumns[]> {
  const found: SignalColumns[] = [];
  let values = 0;
  for (const topic of signals) {
    if (values > VALUES_MAX) break;
    const [columns] = await reader.read(segments, { topics: [topic.name] });
    if (columns === undefined || columns.dims !== topic.dims) continue;
    const numbers = numeric(columns.values);
    if (numbers === null) continue;
    values += numbers.length;
    const { name, names, units, dims } = topic;
    found.push({ topic: name, t: columns.t, dims, values: numbers, names, units });
  }
  return found;
}

function numeric(values: SampleValues): SignalColumns["values"] | null {
  if (Array.isArray(values)) return null;
  return values instanceof BigInt64Array ? Float64Array.from(values, Number) : values;
}
