import type { LogTail } from "@retake/telemetry/tail";
import type { Log } from "../log.ts";

const LOOK_MS = 10_000;

/** Warns of damage in the log, once of each. @returns how to look at once, and how to end */
export function reportLosses(
  tail: Pick<LogTail, "losses">,
  log: Pick<Log, "warn">,
): { look(): void; stop(): void } {
  let told = 0;
  const look = (): void => {
    const losses = tail.losses();
    for (const loss of losses.slice(told)) log.warn("the log is damaged", { ...loss });
    told = losses.length;
  };
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
