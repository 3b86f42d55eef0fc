import { createHash } from "node:crypto";
import { AppError, notFound } from "@retake/core/errors";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { LogTail } from "@retake/telemetry/tail";
import { encodeEnvelopes, encodeSamples } from "@retake/telemetry/wire";
import type { CatalogueEpisode } from "@retake/trpc/catalogue";
import type { EpisodeRequest } from "../http/episode-request.ts";
import type { Answer } from "../http/send.ts";
import { isNotModified, notModified } from "../media/conditional.ts";
import { tailAnswer } from "./tail-answer.ts";

/** Values one answer may hold, 128 MB of float32; a longer stretch is what envelopes are for. */
const VALUES_MAX = 32 << 20;
const BUCKETS_MAX = 20_000;
const BUCKETS_DEFAULT = 1_000;

/** Answers `/data/<workspace>/<episode>/samples`, `/envelope` and `/tail`, the binary messages of telemetry's wire format. @throws AppError */
export function createDataHandler({ reader, logTail }: { reader: TelemetryReader; logTail: LogTail }) {
  return async ({ request, episode: { record }, rest, query }: EpisodeRequest): Promise<Answer> => {
    const what = rest.join("/");
    if (what === "tail") return await tailAnswer(logTail, record, query, topicsOf(query));
    if (what !== "samples" && what !== "envelope") throw notFound("This address");
    const topics = topicsOf(query);
    const window = { ...bound(query, "from"), ...bound(query, "to") };
    const etag = tagOf(record, what, query);
    const headers = {
      "content-type": "application/octet-stream",
      "cache-control": "private, no-cache",
      etag,
    };
    if (isNotModified(request, etag)) return notModified(headers);
    if (what === "samples") {
      refuseTooMany(record, topics, window);
      const found = await reader.read(record.segments, { ...window, ...(topics === null ? {} : { topics }) });
      return { status: 200, headers, body: encodeSamples(found) };
    }
    const signals = topics ?? record.topics.filter((one) => one.kind === "signal").map((one) => one.name);
    const envelopes = await reader.envelope(record.segments, {
      ...window,
      topics: signals,
      buckets: bucketsOf(query),
    });
    return { status: 200, headers, body: encodeEnvelopes(envelopes) };
  };
}

function topicsOf(query: URLSearchParams): string[] | null {
  const given = query.getAll("topics").flatMap((list) => list.split(","));
  const topics = given.filter((topic) => topic !== "");
  return topics.length === 0 ? null : topics;
}

function bound(query: URLSearchParams, name: "from" | "to"): { from?: number; to?: number } {
  const text = query.get(name);
  if (text === null || text === "") return {};
  const value = Number(text);
  if (!Number.isFinite(value)) throw badNumber(name, "must be seconds from the episode's start");
  return { [name]: value };
}

function bucketsOf(query: URLSearchParams): number {
  const text = query.get("buckets");
  if (text === null) return BUCKETS_DEFAULT;
  const buckets = Number(text);
  if (Number.isInteger(buckets) && buckets >= 1 && buckets <= BUCKETS_MAX) return buckets;
  throw badNumber("buckets", `must be a whole number from 1 to ${BUCKETS_MAX}`);
}

function badNumber(path: string, message: string): AppError {
  return new AppError("bad_request", "Some of the input is not right.", { issues: [{ path, message }] });
}

/** Counted from the catalogue, as if samples were spread evenly: before anything is read. */
function refuseTooMany(
  episode: CatalogueEpisode,
  topics: readonly string[] | null,
  { from = -Infinity, to = Infinity }: { from?: number; to?: number },
): void {
  let values = 0;
  for (const topic of episode.topics) {
    // A camera's shape is that of its pictures, which are not sent here.
    if (topic.kind === "camera" || (topics !== null && !topics.includes(topic.name))) continue;
    const length = Math.max(topic.lastTime - topic.firstTime, 1e-9);
    const overlap = Math.min(to, topic.lastTime) - Math.max(from, topic.firstTime);
    const share = Math.min(1, Math.max(0, overlap) / length);
    values += topic.messageCount * share * topic.shape.reduce((product, n) => product * n, 1);
  }
  if (values > VALUES_MAX) {
    throw new AppError(
      "too_large",
      "That is too much for one answer. Ask for a shorter time, fewer topics, or the envelope.",
      {
        retryAfterS: 1,
      },
    );
  }
}

/** Segments never change, so their names and the question name the answer. */
function tagOf(episode: CatalogueEpisode, what: string, query: URLSearchParams): string {
  const hash = createHash("sha1").update(what).update(query.toString());
  for (const { key } of episode.segments) hash.update(key);
  return `"${hash.digest("base64url")}"`;
}
