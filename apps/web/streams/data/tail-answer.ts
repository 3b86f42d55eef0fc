import { AppError } from "@retake/core/errors";
import type { LogTail, TailQuery } from "@retake/telemetry/tail";
import { encodeSamples } from "@retake/telemetry/wire";
import type { CatalogueEpisode } from "@retake/trpc/catalogue";
import type { Answer } from "../http/send.ts";
import { afterOf } from "./after-number.ts";

/** Of times, frame numbers and values in one answer. */
const BYTES_MAX = 256 << 10;

/**
 * What a recording has beyond number `after`, pictures excepted, as the binary message of samples. Numbers in the headers are ones that
 * come next: `X-Next-Seq` (go on with `after` one less), `X-Head-Seq` of the log, `X-Sealed-Seq` of stored parts; `X-Ended`: no more
 * will come. `X-Skipped`: so many numbers behind `after` are in stored parts only, and are to be had as samples or envelopes of time.
 * @param record as it is stored
 * @throws AppError `bad_request`
 */
export async function tailAnswer(
  tail: LogTail,
  record: CatalogueEpisode,
  query: URLSearchParams,
  topics: string[] | null,
): Promise<Answer> {
  const wanted = afterOf(query) + 1;
  const bytesMax = limitOf(query);
  await tail.refresh();
  const session = tail.session(record.id);
  const stored = record.recording;
  const head = session?.nextSeq ?? stored?.nextSeq ?? wanted;
  const from = Math.max(wanted, session?.tailFrom ?? head);
  const ask: TailQuery = { fromSeq: from, pictures: false, bytesMax, ...(topics === null ? {} : { topics }) };
  const found = session === null ? { topics: [], nextSeq: from } : await tail.columns(record.id, ask);
  const headers: Answer["headers"] = {
    "content-type": "application/octet-stream",
    "cache-control": "no-store",
    "x-next-seq": found.nextSeq,
    "x-head-seq": head,
    "x-sealed-seq": stored?.sealedSeq ?? head,
    "x-ended": String(session === null ? stored?.isOpen !== true : !session.open),
  };
  if (from > wanted) headers["x-skipped"] = from - wanted;
  return { status: 200, headers, body: encodeSamples(found.topics) };
}

function limitOf(query: URLSearchParams): number {
  const text = query.get("limit");
  if (text === null) return BYTES_MAX;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= BYTES_MAX) return limit;
  throw new AppError("bad_request", "Some of the input is not right.", {
    issues: [{ path: "limit", message: `must be a whole number of bytes from 1 to ${BYTES_MAX}` }],
  });
}
