import { Check, Minus, X } from "lucide-react";
import { Badge } from "./badge.tsx";

/** How an episode ended: shape, word and colour say the same. */
export function Outcome({ value }: { value: "success" | "failure" | null }) {
  if (value === "success") {
    return (
      <Badge tone="success" className="px-0">
        <Check strokeWidth={3} aria-hidden />
        success
      </Badge>
    );
  }
  if (value === "failure") {
    return (
      <Badge tone="failure" className="px-0">
        <X strokeWidth={3} aria-hidden />
        failure
      </Badge>
    );
  }
  return (
    <span className="text-ink-3" title="No outcome set">
      <Minus className="size-3" aria-hidden />
      <span className="sr-only">no outcome</span>
    </span>
  );
}
