import { Readable } from "node:stream";
import { AppError } from "@retake/core/errors";
import { exportParquet } from "@retake/telemetry/export";
import { jsonRows } from "@retake/telemetry/json-rows";
import { z } from "zod";
import type { CatalogueEpisode } from "../../catalogue/types.ts";
import { getEpisode } from "../../episodes/get-episode.ts";
import { imagePaths, seekEpisode, type SeekRequest } from "../../episodes/seek-episode.ts";
import { seekBody, seekRowSchema } from "../../schemas/sessions.ts";
import { createKeptAnswers } from "../kept-answers.ts";
import { defineRoute } from "../route.ts";
import { sessionParams } from "./sessions.ts";

export const PARQUET_TYPE = "application/vnd.apache.parquet";

const KEPT_BYTES_MAX = 32 << 20;
const kept = createKeptAnswers(KEPT_BYTES_MAX);

/**
 * All that an answer is made of, of an episode that does not grow. Keys of segments end in the hash of their content, so that nothing here is
 * ever out of date. Whether somebody may read it is asked before, at every request. Episodes are never changed in place.
 */
function answerKey(slug: string, episode: CatalogueEpisode, body: SeekRequest): string {
  let about = episodeKeys.get(episode);
  if (about === undefined) episodeKeys.set(episode, (about = episodeKey(episode)));
  const { start_time: from, end_time: to, topics, limit } = body;
  // Neither slugs nor numbers have a space.
  return `${slug} ${from} ${to} ${limit} ${topics == null ? "" : JSON.stringify(topics)} ${about}`;
}

const episodeKeys = new WeakMap<CatalogueEpisode, string>();

function episodeKey({ sessionId, source, cameras, segments }: CatalogueEpisode): string {
  const pictures = cameras.map(({ topic, storage }) => [topic, storage === "missing"]);
  return JSON.stringify([sessionId, source, pictures, segments.map(({ key }) => key)]);
}

export const seekRoute = defineRoute({
  method: "POST",
  path: "/sessions/{id}/seek",
  operationId: "seek",
  summary: "Rows of a time window",
  description: `In time order, both ends inclusive. Rows of one timestamp are never split over pages, so a page may hold a few more than \`limit\`, and going on from \`X-Next-Time\` repeats and loses nothing. \`Accept: ${PARQUET_TYPE}\` answers the same rows as Parquet: columns \`topic, t, frame, off, len, v\`, and \`v64, vi, vb, vs\` for values that are not float32, one row group per topic.`,
  verb: "episode.read",
  params: sessionParams,
  body: seekBody,
  responses: {
    200: {
      description: "The rows.",
      schema: z.array(seekRowSchema),
      mediaTypes: [PARQUET_TYPE],
      headers: {
        "X-Truncated": "`true` when `limit` cut the answer.",
        "X-Next-Time": "Then the `start_time` of the next page.",
      },
    },
  },
  async handle({ ctx, workspace, params, body, accept }) {
    const episode = await getEpisode(ctx, workspace, params.id);
    if (body.start_time !== undefined && body.end_time !== undefined && body.start_time > body.end_time) {
      throw new AppError("bad_request", "Some of the input is not right.", {
        issues: [{ path: "end_time", message: "must not be before start_time" }],
      });
    }
    const isKept = episode.recording === null && !accept.includes(PARQUET_TYPE);
    // Of an episode that nobody asked for since it was loaded there is hardly an answer: to make its key would cost more than it brings.
    const known =
      isKept && episodeKeys.has(episode) ? kept.get(answerKey(workspace.slug, episode, body)) : undefined;
    if (known !== undefined) return { status: 200, headers: known.headers, body: known.bytes };
    const page = await seekEpisode(ctx, episode, body);
    const headers: Record<string, string | number> = { "cache-control": "no-store", vary: "accept" };
    if (page.nextTime !== null) {
      headers["x-truncated"] = "true";
      headers["x-next-time"] = String(page.nextTime);
    }
    if (accept.includes(PARQUET_TYPE)) {
      headers["content-type"] = PARQUET_TYPE;
      return { status: 200, headers, body: Readable.from(exportParquet(page.topics)) };
    }
    headers["content-type"] = "application/json; charset=utf-8";
    const imagePath = imagePaths(workspace.slug, episode);
    const { bytes, release } = jsonRows(page, { sessionId: episode.sessionId, imagePath, lend: true });
    return {
      status: 200,
      headers,
      body: bytes,
      // It is kept while nobody waits for it.
      release() {
        if (isKept) kept.offer(answerKey(workspace.slug, episode, body), { bytes, headers });
        release();
      },
    };
  },
});
