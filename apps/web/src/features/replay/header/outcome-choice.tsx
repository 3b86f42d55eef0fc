"use client";
import { Check, X } from "lucide-react";
import { cn } from "../../../ui/cn.ts";
import { Outcome } from "../../../ui/outcome.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";

interface OutcomeChoiceProps {
  value: "success" | "failure" | null;
  /** Null for people who may only look. */
  onChoose: ((outcome: "success" | "failure") => void) | null;
}

const CHOICES = [
  { outcome: "success", keys: "s", Icon: Check, on: "bg-success-fill/15 text-success" },
  { outcome: "failure", keys: "f", Icon: X, on: "bg-failure-fill/15 text-failure" },
] as const;

/** How the episode ended; pressing the one that is set takes it back. */
export function OutcomeChoice({ value, onChoose }: OutcomeChoiceProps) {
  if (onChoose === null) return <Outcome value={value} />;
  return (
    <div role="group" aria-label="Outcome" className="flex shrink-0 gap-0.5">
      {CHOICES.map(({ outcome, keys, Icon, on }) => (
        <Tooltip
          key={outcome}
          label={value === outcome ? `Take back ${outcome}` : `Mark as ${outcome}`}
          keys={keys}
        >
          <button
            type="button"
            aria-pressed={value === outcome}
            aria-label={outcome}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(outcome)}
            className={cn(
              "inline-flex h-7 items-center justify-center gap-1 pointer-coarse:h-10 pointer-coarse:min-w-10 rounded px-1.5 text-xs",
              value === outcome ? on : "text-ink-3 hover:bg-hover hover:text-ink",
            )}
          >
            <Icon className="size-3.5" strokeWidth={2.5} aria-hidden />
            <span className={value === outcome ? "max-md:sr-only" : "sr-only"}>{outcome}</span>
          </button>
        </Tooltip>
      ))}
    </div>
  );
}
