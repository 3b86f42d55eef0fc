import { PROTOCOL_LIMITS } from "@retake/protocol/limits";
import type { TopicDeclaration } from "@retake/protocol/messages";
import type { DecodedPart } from "../decode/decoded.ts";
import { PULL_LIMITS } from "../pull-limits.ts";

type Numbers = Extract<DecodedPart, { kind: "numbers" }>;

interface Layout {
  declaration: TopicDeclaration;
  /** Place of each name; null for text and pictures. */
  places: Map<string, number> | null;
}

/** Of all declarations of an episode: below what the recorder takes. */
const DESCRIBED_BYTES_MAX = 256 << 10;

export interface Placed {
  topic: string;
  /** Of a topic that is new with this part. */
  declared: TopicDeclaration | null;
  values: Float64Array | null;
}

/**
 * The topics of one episode. A topic never changes its values, but messages do: one that leaves fields out gets NaN for them;
 * one with other fields goes to a topic of its own (`/joint_states/position/2`), so that nothing is lost or mixed up.
 */
export class EpisodeTopics {
  readonly #layouts = new Map<string, Layout>();

  #describedBytes = 0;

  get count(): number {
    return this.#layouts.size;
  }

  get declarations(): TopicDeclaration[] {
    return [...this.#layouts.values()].map((layout) => layout.declaration);
  }

  /** @returns the words why there is no topic for the part */
  place(channelTopic: string, part: DecodedPart): Placed | { refused: string } {
    const base = part.path === null ? channelTopic : `${channelTopic.replace(/\/$/, "")}/${part.path}`;
    if (base.length > PROTOCOL_LIMITS.topicLengthMax - 2) return { refused: "its name is too long" };
    for (let n = 1; n <= PULL_LIMITS.layoutsMax; n++) {
      const topic = n === 1 ? base : `${base}/${n}`;
      const layout = this.#layouts.get(topic);
      if (layout === undefined) return this.#declare(topic, part);
      const fitting = fit(layout, part);
      if (fitting !== null) return { topic, declared: null, ...fitting };
    }
    return { refused: `its fields change too often; ${PULL_LIMITS.layoutsMax} sets of them are recorded` };
  }

  #declare(topic: string, part: DecodedPart): Placed | { refused: string } {
    if (this.#layouts.size >= PROTOCOL_LIMITS.topicsMax) {
      return { refused: `an episode holds at most ${PROTOCOL_LIMITS.topicsMax} topics` };
    }
    const declared = declarationOf(topic, part);
    const isNumbers = part.kind === "numbers";
    const places = isNumbers ? new Map(part.names.map((name, i) => [name, i])) : null;
    if (isNumbers && places?.size !== part.names.length)
      return { refused: "two of its fields have one name" };
    const bytes = JSON.stringify(declared).length;
    if (this.#describedBytes + bytes > DESCRIBED_BYTES_MAX)
      return { refused: "the names of all fields are too long" };
    this.#describedBytes += bytes;
    this.#layouts.set(topic, { declaration: declared, places });
    return { topic, declared, values: isNumbers ? part.values : null };
  }
}

function fit({ declaration, places }: Layout, part: DecodedPart): { values: Float64Array | null } | null {
  if (part.kind !== "numbers") return declaration.data_type === dataTypeOf(part) ? { values: null } : null;
  if (places === null) return null;
  const values = arrange(part, places, declaration.names ?? []);
  return values === null ? null : { values };
}

/** The values in the places of a layout, NaN where there is none; null when one has no place. */
function arrange(
  part: Numbers,
  places: ReadonlyMap<string, number>,
  names: readonly string[],
): Float64Array | null {
  if (part.names.length === names.length && part.names.every((name, i) => name === names[i]))
    return part.values;
  const values = new Float64Array(names.length).fill(Number.NaN);
  for (const [i, name] of part.names.entries()) {
    const place = places.get(name);
    if (place === undefined) return null;
    values[place] = part.values[i] ?? Number.NaN;
  }
  return values;
}

function dataTypeOf(part: DecodedPart): TopicDeclaration["data_type"] {
  if (part.kind === "numbers") return "float64[]";
  return part.kind === "text" ? "string" : "image";
}

function declarationOf(topic: string, part: DecodedPart): TopicDeclaration {
  const isNumbers = part.kind === "numbers";
  return {
    topic,
    data_type: dataTypeOf(part),
    shape: isNumbers ? [part.values.length] : null,
    names: isNumbers ? part.names : null,
    units: isNumbers ? part.units : null,
  };
}
