import { Check, Minus, X } from "lucide-react";
import { Badge } from "./badge.tsx";

interface OutcomeProps {
  value: "success" | "failure" | null;
  /** Without the word, where there is no room for it: the shape still tells. */
  isShort?: boolean;
}

/** How an episode ended: shape, word and colour say the same. */
export function Outcome({ value, isShort = false }: OutcomeProps) {
  if (value !== null && isShort) {
    return (
      <span className={value === "success" ? "text-success" : "text-failure"} title={value}>
        {value === "success" ? (
          <Check className="size-4" strokeWidth={3} aria-hidden />
        ) : (
          <X className="size-4" strokeWidth={3} aria-hidden />
        )}
        <span className="sr-only">{value}</span>
      </span>
    );
  }
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
