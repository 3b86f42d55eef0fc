import { decodeEnvelopes } from "@retake/telemetry/wire";
import { fetchBinary } from "../data/fetch-binary.ts";
import { BUCKETS, type LoadEnvelopes } from "./envelope-store.ts";

/** Loads from the binary route of one episode. @param dataUrl `/data/<workspace>/<sessionId>` */
export function envelopeLoader(dataUrl: string): LoadEnvelopes {
  return async (topics, span, signal) => {
    const query = new URLSearchParams({
      topics: topics.join(","),
      from: String(span.from),
      to: String(span.to),
      buckets: String(BUCKETS),
    });
    return decodeEnvelopes(await fetchBinary(`${dataUrl}/envelope?${query}`, signal));
  };
}
