import { Readable } from "node:stream";
import type { TopicColumns } from "@retake/telemetry/types";
import { exportCsv, exportJson, exportParquet, type JsonPiece } from "@retake/telemetry/export";
import { z } from "zod";
import type { CatalogueEpisode } from "../../catalogue/types.ts";
import type { Context } from "../../context.ts";
import { getEpisode } from "../../episodes/get-episode.ts";
import { imagePaths } from "../../episodes/seek-episode.ts";
import { sessionText, sessionTopicsText } from "../../presenters/session.ts";
import { defineRoute, type RestAnswer } from "../route.ts";
import { PARQUET_TYPE } from "./seek.ts";
import { sessionParams } from "./sessions.ts";

const TYPES = {
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  parquet: PARQUET_TYPE,
} as const;

export const exportRoute = defineRoute({
  method: "GET",
  path: "/sessions/{id}/export",
  operationId: "exportSession",
  summary: "Download an episode",
  description:
    'Streamed. `json`: `{"session", "topics", "messages"}`, the messages as seek has them. `csv`: one line per timestamp, one column per dimension; cells that a spreadsheet would run get a leading apostrophe. `parquet`: columns as in seek.',
  verb: "episode.read",
  params: sessionParams,
  query: z.object({ format: z.enum(["json", "csv", "parquet"]).default("json") }),
  responses: {
    200: { description: "The file.", mediaTypes: ["application/json", "text/csv", PARQUET_TYPE] },
  },
  async handle({ ctx, workspace, params, query: { format } }) {
    const episode = await getEpisode(ctx, workspace, params.id);
    const headers = {
      "content-type": TYPES[format],
      "cache-control": "no-store",
      "content-disposition": `attachment; filename="${episode.sessionId}.${format}"`,
    };
    return { status: 200, headers, ...(await bodyOf(format, ctx, workspace.slug, episode)) };
  },
});

async function bodyOf(
  format: keyof typeof TYPES,
  ctx: Context,
  workspaceSlug: string,
  episode: CatalogueEpisode,
): Promise<Pick<RestAnswer, "body" | "release">> {
  switch (format) {
    case "json":
      return await jsonBody(ctx, workspaceSlug, episode);
    case "csv":
      return {
        body: Readable.from(exportCsv(ctx.reader, episode.segments, { names: dimensionNames(episode) })),
      };
    case "parquet":
      return { body: await parquetFile(ctx, episode) };
  }
}

/** What is one page is sent at once: a stream costs a write for each of its pieces. */
async function jsonBody(
  ctx: Context,
  workspaceSlug: string,
  episode: CatalogueEpisode,
): Promise<Pick<RestAnswer, "body" | "release">> {
  const pieces = exportJson(ctx.reader, episode.segments, {
    sessionId: episode.sessionId,
    imagePath: imagePaths(workspaceSlug, episode),
    before: `{"session":${sessionText(episode)},\n"topics":${sessionTopicsText(episode)},\n"messages":`,
    after: "}\n",
  });
  const first = await pieces.next();
  if (first.done === true) throw new Error("an export has at least one page");
  const { bytes, release, last } = first.value;
  return last ? { body: bytes, release } : { body: Readable.from(streamed(bytes, pieces)) };
}

async function* streamed(first: Uint8Array, rest: AsyncGenerator<JsonPiece>): AsyncGenerator<Uint8Array> {
  yield first;
  for await (const { bytes } of rest) yield bytes;
}

/** A segment is a Parquet file of just these columns already; several are joined. */
async function parquetFile(ctx: Context, { segments }: CatalogueEpisode): Promise<Readable> {
  const [only] = segments;
  if (segments.length === 1 && only !== undefined) return await ctx.store.stream(only.key);
  // Places of pictures, which lie in a blob of every part's own, say nothing when parts are joined.
  const topics = await ctx.reader.read(segments);
  return Readable.from(exportParquet(topics.map(withoutPlaces)));
}

function dimensionNames(episode: CatalogueEpisode): Record<string, readonly string[]> {
  return Object.fromEntries(episode.topics.map((topic) => [topic.name, topic.featureNames]));
}

function withoutPlaces(topic: TopicColumns): TopicColumns {
  const { blob: _, ...rest } = topic;
  return rest;
}
