import type { RecordingState } from "@retake/trpc/schemas";
import { CheckCheck, Unplug } from "lucide-react";
import { Badge } from "../../ui/badge.tsx";

/** Whether a robot records: shape, word and colour say the same. */
export function StateBadge({ state }: { state: RecordingState }) {
  if (state === "recording") {
    return (
      <Badge tone="failure" className="px-0">
        <RecordingDot />
        recording
      </Badge>
    );
  }
  if (state === "cut_off") {
    return (
      <Badge tone="attention" className="px-0">
        <Unplug aria-hidden />
        cut off
      </Badge>
    );
  }
  return (
    <Badge className="bg-transparent px-0">
      <CheckCheck aria-hidden />
      ended
    </Badge>
  );
}

/** The red dot of a recorder that runs. */
export function RecordingDot() {
  return (
    <span
      aria-hidden
      className="inline-block size-2 shrink-0 animate-[skeleton_1.8s_ease-in-out_infinite] rounded-full bg-failure-fill"
    />
  );
}
