import type { Envelope } from "@retake/telemetry/types";
import type { EnvelopeState } from "./envelope-store.ts";
import type { TimeSpan } from "./view-window.ts";

/** Where plots and legends have their lines from. */
export interface SignalStore {
  getState: () => EnvelopeState;
  subscribe: (listener: () => void) => () => void;
  /** The finest data at hand for `view`; the same object while nothing has changed. Null before anything came. */
  get(topic: string, view: TimeSpan): Envelope | null;
  /** Loads what `view` needs and is not here. */
  want(view: TimeSpan): Promise<void>;
  dispose(): void;
}
