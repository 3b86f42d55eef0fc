"use client";
import { Check, Sparkles, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { useLabels } from "../session/labels-context.tsx";
import { proposalsOf, reviewAll } from "../session/review.ts";
import { useSuggest } from "./use-suggest.ts";

/** Asks the rules for labels, and answers all of what they propose at once. One by one: `A` and `R`. */
export function SuggestBar() {
  const session = useLabels();
  const count = useSyncExternalStore(
    session.lanes.subscribe,
    () => proposalsOf(session).length,
    () => 0,
  );
  const { suggest, isBusy } = useSuggest();
  if (count === 0) {
    return (
      <Tooltip label="Rules look at how the robot moved and propose labels" side="top">
        <Button
          variant="quiet"
          size="sm"
          disabled={isBusy}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void suggest()}
        >
          <Sparkles aria-hidden className="text-suggestion" />
          {isBusy ? "Looking" : "Suggest"}
        </Button>
      </Tooltip>
    );
  }
  return (
    <div
      role="group"
      aria-label="Suggestions"
      className="flex shrink-0 items-center gap-1 text-xs text-suggestion"
    >
      <Sparkles aria-hidden className="size-3.5" />
      <span className="whitespace-nowrap">{count} suggested</span>
      <Tooltip label="Accept all; A accepts one" keys="shift+a" side="top">
        <Button
          variant="quiet"
          size="sm"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => reviewAll(session, "accepted")}
        >
          <Check aria-hidden />
          Accept all
        </Button>
      </Tooltip>
      <Tooltip label="Reject all; R rejects one" keys="shift+r" side="top">
        <Button
          variant="quiet"
          size="iconSm"
          aria-label="Reject all suggestions"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => reviewAll(session, "rejected")}
        >
          <X aria-hidden />
        </Button>
      </Tooltip>
    </div>
  );
}
