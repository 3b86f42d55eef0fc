export { openTelemetryReader, type TelemetryReader, type TopicWindow } from "./reader/telemetry-reader.ts";
export type { EnvelopeQuery } from "./reader/read-envelopes.ts";
export type { RowPage, RowQuery } from "./reader/read-page.ts";
export type { DescribedTopic } from "./reader/describe-topics.ts";
export type { PlacedRow } from "./reader/place-row.ts";
