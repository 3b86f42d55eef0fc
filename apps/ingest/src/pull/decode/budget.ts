import { PULL_LIMITS } from "../pull-limits.ts";
import { DecodeError } from "./decode-error.ts";

/** Counts what one message makes in memory, so that a few bytes cannot become millions of objects. */
export class Budget {
  #left: number = PULL_LIMITS.messageValuesMax;

  /** @throws DecodeError when the message holds more than {@link PULL_LIMITS.messageValuesMax} */
  spend(values = 1): void {
    this.#left -= values;
    if (this.#left < 0) {
      throw new DecodeError(`a message holds more than ${PULL_LIMITS.messageValuesMax} values`);
    }
  }

  /** @throws DecodeError beyond {@link PULL_LIMITS.nestingMax} */
  static checkDepth(depth: number): void {
    if (depth > PULL_LIMITS.nestingMax) {
      throw new DecodeError(`its fields are nested more than ${PULL_LIMITS.nestingMax} deep`);
    }
  }
}
