import type { EpisodeRow } from "@retake/trpc/schemas";
import { TriangleAlert, Unplug } from "lucide-react";
import { Badge } from "../../ui/badge.tsx";
import { RecordingDot } from "../live-feed/state-badge.tsx";

/** That a robot records this one now, or was cut off while it did. */
export function Recording({ status, isShort = false }: { status: EpisodeRow["status"]; isShort?: boolean }) {
  if (status === "completed") return null;
  const words = status === "recording" ? "recording" : "cut off";
  return (
    <span
      title={words}
      className={`inline-flex shrink-0 items-center gap-1 text-xs ${status === "recording" ? "text-failure" : "text-attention"}`}
    >
      {status === "recording" ? <RecordingDot /> : <Unplug className="size-3" aria-hidden />}
      <span className={isShort ? "sr-only" : ""}>{words}</span>
    </span>
  );
}

/** As many tags as fit on one line. */
export function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <span className="flex min-w-0 gap-1 overflow-hidden" title={tags.join(", ")}>
      {tags.slice(0, 3).map((tag) => (
        <Badge key={tag} className="min-w-0 shrink">
          <span className="truncate">{tag}</span>
        </Badge>
      ))}
      {tags.length > 3 ? <Badge className="shrink-0">+{tags.length - 3}</Badge> : null}
    </span>
  );
}

/** That something is wrong with the episode's data, with a number; the words are on its page and in its preview. */
export function Warnings({ count }: { count: number }) {
  if (count === 0) return null;
  const words = `${count} ${count === 1 ? "warning" : "warnings"}`;
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5 text-xs text-attention" title={words}>
      <TriangleAlert className="size-3" aria-hidden />
      <span aria-hidden>{count}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
