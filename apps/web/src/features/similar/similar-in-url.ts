import { similarBy } from "@retake/trpc/schemas";
import { secondsText } from "../replay/url/place-in-url.ts";
import type { SimilarState } from "./similar-store.ts";

const NAME = "similar";
const FINITE = /^\d+(\.\d+)?$/;

/**
 * What an address says of the Similar tab: `similar=motion` (the whole episode), `similar=stretch`, or the stretch that is looked for, with what
 * narrows it down: `similar=stretch:<dim>:<from>:<to>:<size,dataset>:<topic>`, seconds from the episode's start. Null: the tab is not asked for.
 */
export function readSimilar(params: URLSearchParams): Partial<SimilarState> | null {
  const [what = "", dim = "", from = "", to = "", limits = "", ...topic] = params.get(NAME)?.split(":") ?? [];
  const by = similarBy.find((name) => name === what);
  if (by !== undefined) return { what: "episode", by };
  if (what !== "stretch") return null;
  const isWhole = [dim, from, to].every((number) => FINITE.test(number)) && Number.isInteger(Number(dim));
  if (!isWhole || Number(from) >= Number(to) || topic.length === 0) return { what: "stretch" };
  return {
    what: "stretch",
    stretch: { topic: topic.join(":"), dim: Number(dim), from: Number(from), to: Number(to) },
    shapeOnly: !limits.includes("size"),
    inDataset: limits.includes("dataset"),
  };
}

/** `params` with it put in, or taken out where the tab is not open. */
export function writeSimilar(params: URLSearchParams, state: SimilarState | null): URLSearchParams {
  const next = new URLSearchParams(params);
  if (state === null) next.delete(NAME);
  else next.set(NAME, textOf(state));
  return next;
}

function textOf({ what, by, stretch, shapeOnly, inDataset }: SimilarState): string {
  if (what === "episode") return by;
  if (stretch === null) return what;
  const limits = [shapeOnly ? "" : "size", inDataset ? "dataset" : ""]
    .filter((word) => word !== "")
    .join(",");
  const { topic, dim, from, to } = stretch;
  return [what, dim, secondsText(from), secondsText(to), limits, topic].join(":");
}
