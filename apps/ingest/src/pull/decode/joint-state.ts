import { DecodeError } from "./decode-error.ts";
import type { DecodedMessage, DecodedPart } from "./decoded.ts";
import { stampOf } from "./stamp.ts";
import { PULL_LIMITS } from "../pull-limits.ts";

/** As the comment of `sensor_msgs/msg/JointState` says: a joint turns or slides, and the message does not say which. */
const UNITS = { position: "rad or m", velocity: "rad/s or m/s", effort: "N·m or N" } as const;

/**
 * Positions, velocities and efforts, each under the names of the joints. A list that the message leaves empty is not there.
 * @throws DecodeError when the lists do not have the length of the names
 */
export function jointState(message: Record<string, unknown>): DecodedMessage {
  const names = message["name"];
  if (!Array.isArray(names) || !names.every((name): name is string => typeof name === "string")) {
    throw new DecodeError("a JointState has no names");
  }
  if (names.length > PULL_LIMITS.namedValuesMax || names.some((n) => n.length > PULL_LIMITS.labelLengthMax)) {
    throw new DecodeError("a JointState has too many names, or too long ones");
  }
  const parts = Object.entries(UNITS).flatMap(([path, unit]): DecodedPart[] => {
    const values = numbers(message[path]);
    if (values.length === 0) return [];
    if (values.length !== names.length) {
      throw new DecodeError(`a JointState has ${names.length} names and ${values.length} values of ${path}`);
    }
    return [{ kind: "numbers", path, names: [...names], units: names.map(() => unit), values }];
  });
  return { stampNs: stampOf(message), parts, leftOut: [] };
}

function numbers(value: unknown): Float64Array {
  if (value instanceof Float64Array) return value;
  if (Array.isArray(value)) return Float64Array.from(value, Number);
  return new Float64Array();
}
