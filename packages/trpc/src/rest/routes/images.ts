import { AppError, notFound } from "@retake/core/errors";
import { z } from "zod";
import { frameAt } from "../../episodes/frame-at.ts";
import { getEpisode } from "../../episodes/get-episode.ts";
import { defineRoute } from "../route.ts";
import { sessionParams } from "./sessions.ts";

export const imageRoute = defineRoute({
  method: "GET",
  path: "/sessions/{id}/images/{topic+}/{timestamp}",
  operationId: "getImage",
  summary: "The frame nearest to a time",
  description:
    "Within half a frame, else 404. The topic may be percent-encoded (`%2Fobservation%2Fimages%2Ffront`) or plain, with or without its first slash.",
  verb: "episode.read",
  params: sessionParams.extend({
    topic: z.string(),
    timestamp: z.string().describe("Seconds from the episode's start."),
  }),
  responses: { 200: { description: "The frame.", mediaTypes: ["image/jpeg"] } },
  async handle({ ctx, workspace, params }) {
    const episode = await getEpisode(ctx, workspace, params.id);
    const camera = episode.cameras.find(
      ({ topic }) => topic === params.topic || topic === `/${params.topic}`,
    );
    if (camera === undefined) throw notFound(`The camera “${params.topic}”`);
    const time = Number(params.timestamp);
    if (params.timestamp.trim() === "" || !Number.isFinite(time)) {
      throw new AppError("bad_request", "Some of the input is not right.", {
        issues: [{ path: "timestamp", message: "must be seconds from the episode's start" }],
      });
    }
    const k = await frameAt(ctx, episode, camera, time);
    const body = await ctx.pictures.frame(episode, camera, k, null);
    return {
      status: 200,
      headers: { "content-type": "image/jpeg", "cache-control": "private, max-age=3600" },
      body,
    };
  },
});
