import { decodeSamples } from "@retake/telemetry/wire";
import { findGripper, type Motion } from "@retake/collab/suggest";
import type { EpisodeDetail, TopicInfo } from "@retake/trpc/schemas";
import { fetchBinary } from "../../replay/data/fetch-binary.ts";

/** More values than this a sample are not joints. */
const DIMS_MAX = 64;

/** The topic that says how the robot moved: one with a gripper, then one that is called state. */
export function motionTopic(topics: readonly TopicInfo[]): TopicInfo | null {
  const signals = topics.filter(
    ({ kind, shape, messageCount }) =>
      kind === "signal" && messageCount > 1 && shape.length === 1 && (shape[0] ?? 0) <= DIMS_MAX,
  );
  const rank = ({ name, featureNames }: TopicInfo): number =>
    (findGripper(featureNames).length > 0 ? 4 : 0) +
    (/state|joint|position|pos$/i.test(name) ? 2 : 0) -
    (/action|command/i.test(name) ? 3 : 0) -
    (/environment/i.test(name) ? 2 : 0);
  return signals.toSorted((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** What was sent to the robot in the same dimensions; null where it was not recorded. */
export function commandTopic(topics: readonly TopicInfo[], state: TopicInfo): TopicInfo | null {
  return (
    topics.find(
      ({ name, featureNames }) =>
        name !== state.name &&
        /action|command/i.test(name) &&
        featureNames.join() === state.featureNames.join(),
    ) ?? null
  );
}

/** Asks the data route for these topics' samples. @throws RouteError */
export async function loadMotion(
  episode: Pick<EpisodeDetail, "dataUrl" | "topics">,
): Promise<{ state: Motion; command: Motion | null } | null> {
  const state = motionTopic(episode.topics);
  if (state === null) return null;
  const command = commandTopic(episode.topics, state);
  const names = [state, ...(command === null ? [] : [command])].map(({ name }) => encodeURIComponent(name));
  const columns = decodeSamples(await fetchBinary(`${episode.dataUrl}/samples?topics=${names.join(",")}`));
  const read = (topic: TopicInfo | null): Motion | null => {
    const found = columns.find(({ name }) => name === topic?.name);
    if (topic === null || found === undefined) return null;
    if (!(found.values instanceof Float32Array || found.values instanceof Float64Array)) return null;
    return { t: found.t, values: found.values, dims: found.dims, names: topic.featureNames };
  };
  const moved = read(state);
  return moved === null ? null : { state: moved, command: read(command) };
}
