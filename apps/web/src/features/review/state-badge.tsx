import type { AssignmentState } from "@retake/trpc/schemas";
import { CheckCheck, Circle, CircleCheck, Eye, Undo2, type LucideIcon } from "lucide-react";
import { Badge } from "../../ui/badge.tsx";

interface Look {
  words: string;
  icon: LucideIcon;
  tone: "neutral" | "accent" | "attention" | "success" | "failure";
  /** Of a part of a bar. */
  fill: string;
}

/** Each state with its word, shape and colour, in the order of the way. */
export const STATES: Record<AssignmentState, Look> = {
  returned: { words: "Returned", icon: Undo2, tone: "failure", fill: "bg-failure-fill" },
  todo: { words: "To do", icon: Circle, tone: "neutral", fill: "bg-line-strong" },
  labelled: { words: "Labelled", icon: CircleCheck, tone: "accent", fill: "bg-accent-fill" },
  in_review: { words: "In review", icon: Eye, tone: "attention", fill: "bg-attention-fill" },
  accepted: { words: "Accepted", icon: CheckCheck, tone: "success", fill: "bg-success-fill" },
};

export const STATE_NAMES = Object.keys(STATES) as AssignmentState[];

export function StateBadge({ state }: { state: AssignmentState }) {
  const { words, icon: Icon, tone } = STATES[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {words}
    </Badge>
  );
}
