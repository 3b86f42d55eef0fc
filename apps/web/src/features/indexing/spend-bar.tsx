import type { AiSettingsView } from "@retake/trpc/schemas";
import { formatCount } from "../../ui/figures.ts";
import { Progress } from "../../ui/progress.tsx";

/** Tokens spent this month, of those that may be. */
export function SpendBar({ settings: { spent, tokensMax } }: { settings: AiSettingsView }) {
  const total = spent.embedding + spent.chat;
  const isUsedUp = tokensMax !== null && total >= tokensMax;
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="text-ink-2">Spent in {spent.month}</span>
        <span className="figures">
          {formatCount(total)}
          {tokensMax === null ? " tokens" : ` of ${formatCount(tokensMax)} tokens`}
        </span>
      </p>
      {tokensMax === null ? null : (
        <Progress label="Tokens spent this month" value={tokensMax > 0 ? total / tokensMax : 1} />
      )}
      <p className="figures text-ink-3">
        {formatCount(spent.embedding)} for search, {formatCount(spent.chat)} for summaries
      </p>
      {isUsedUp ? (
        <p className="text-sm text-attention">The budget is used up: the local model goes on alone.</p>
      ) : null}
    </div>
  );
}
