import { dimsOf, isNumericType } from "./data-type.ts";
import { ProtocolError } from "./errors.ts";
import { PROTOCOL_LIMITS } from "./limits.ts";
import type { DataItem, DataMessage, TopicDeclaration } from "./messages.ts";

/**
 * What each topic of a session carries. It is said once, by declaration or by the first message, and never changes: samples of
 * two schemas are not mixed. Outlives the connection; a resumed session declares again, the same or more.
 */
export class TopicTable {
  readonly #topics = new Map<string, TopicDeclaration>();

  get declarations(): TopicDeclaration[] {
    return [...this.#topics.values()];
  }

  get(topic: string): TopicDeclaration | undefined {
    return this.#topics.get(topic);
  }

  /**
   * Takes all declarations or none.
   * @returns those that are new or say more than before
   * @throws ProtocolError `topic_redefined`, `too_many_topics`
   */
  declare(declarations: readonly TopicDeclaration[]): TopicDeclaration[] {
    const added = new Map<string, TopicDeclaration>();
    for (const declaration of declarations) {
      const known = added.get(declaration.topic) ?? this.#topics.get(declaration.topic);
      if (known !== undefined && !agree(known, declaration)) {
        throw new ProtocolError(
          "topic_redefined",
          `Topic ${declaration.topic} carries something else already.`,
        );
      }
      if (known === undefined || saysMore(known, declaration)) {
        added.set(declaration.topic, merge(known, declaration));
      }
    }
    const unknown = [...added.keys()].filter((topic) => !this.#topics.has(topic));
    if (this.#topics.size + unknown.length > PROTOCOL_LIMITS.topicsMax) throw tooManyTopics();
    for (const [topic, declaration] of added) this.#topics.set(topic, declaration);
    return [...added.values()];
  }

  /** The item itself, or its refusal when it is not what its topic carries. A first message declares its topic. */
  check(item: DataItem): DataItem {
    if (item.type !== "message") return item;
    const known = this.#topics.get(item.topic);
    if (known === undefined) return this.#declareBy(item);
    const fault = faultOf(known, item);
    if (fault !== null) return { type: "refused", seq: item.seq, code: "schema_mismatch", reason: fault };
    if (known.shape === null && isNumericType(item.data_type)) {
      this.#topics.set(item.topic, { ...known, shape: shapeOf(item) });
    }
    return item;
  }

  #declareBy(item: DataMessage): DataItem {
    if (this.#topics.size >= PROTOCOL_LIMITS.topicsMax) {
      return { type: "refused", seq: item.seq, code: "too_many_topics", reason: tooManyTopics().message };
    }
    const { topic, data_type } = item;
    this.#topics.set(topic, { topic, data_type, shape: shapeOf(item), names: null, units: null });
    return item;
  }
}

/** Only numbers show their shape; that of pictures and texts stays unsaid. */
function shapeOf(item: DataMessage): number[] | null {
  return isNumericType(item.data_type) ? [item.data.length] : null;
}

function faultOf(known: TopicDeclaration, item: DataMessage): string | null {
  if (item.data_type !== known.data_type) {
    return `Topic ${known.topic} carries ${known.data_type}, this message ${item.data_type}.`;
  }
  if (!isNumericType(item.data_type) || known.shape === null) return null;
  const dims = dimsOf(known.shape);
  return item.data.length === dims
    ? null
    : `Topic ${known.topic} has ${dims} values, this message ${item.data.length}.`;
}

/** What one declaration leaves open may be said by the other. */
function agree(known: TopicDeclaration, other: TopicDeclaration): boolean {
  return (
    known.data_type === other.data_type &&
    agreeList(known.shape, other.shape) &&
    agreeList(known.names, other.names) &&
    agreeList(known.units, other.units)
  );
}

function agreeList(a: readonly unknown[] | null, b: readonly unknown[] | null): boolean {
  if (a === null || b === null) return true;
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function saysMore(known: TopicDeclaration, other: TopicDeclaration): boolean {
  return (["shape", "names", "units"] as const).some(
    (field) => known[field] === null && other[field] !== null,
  );
}

function merge(known: TopicDeclaration | undefined, other: TopicDeclaration): TopicDeclaration {
  return {
    ...other,
    shape: known?.shape ?? other.shape,
    names: known?.names ?? other.names,
    units: known?.units ?? other.units,
  };
}

function tooManyTopics(): ProtocolError {
  return new ProtocolError("too_many_topics", `A session may have ${PROTOCOL_LIMITS.topicsMax} topics.`);
}
