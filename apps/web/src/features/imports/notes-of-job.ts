import type { ImportJobView } from "@retake/trpc/schemas";

export interface JobNote {
  kind: "error" | "quarantined" | "warning";
  text: string;
}

/** Why an import stopped, what it left out and what it found odd: a file's fault is said once, at the episode it cost. */
export function notesOfJob({ error, episodes, warnings }: ImportJobView): JobNote[] {
  const { quarantined } = episodes;
  const reasons = new Set(quarantined.map(({ reason }) => reason));
  return [
    ...(error === null ? [] : [{ kind: "error" as const, text: error.message }]),
    ...quarantined.map((one) => ({
      kind: "quarantined" as const,
      text: `Episode ${one.episode_index}: ${one.reason}`,
    })),
    ...warnings
      .filter(({ message }) => !reasons.has(message))
      .map(({ message }) => ({ kind: "warning" as const, text: message })),
  ];
}
