/** How alike, as a bar with its figure. */
export function ScoreBar({ score }: { score: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, score)) * 100);
  return (
    <span className="flex items-center gap-2" title={`${percent} % alike`}>
      <span aria-hidden className="h-1 min-w-0 flex-1 overflow-hidden rounded-full bg-hover">
        <span className="block h-full rounded-full bg-accent-fill" style={{ width: `${percent}%` }} />
      </span>
      <span className="figures w-8 shrink-0 text-right text-xs text-ink-2">
        {percent}
        <span className="sr-only"> percent alike</span>
      </span>
    </span>
  );
}
