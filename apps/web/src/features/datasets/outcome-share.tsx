import { formatCount } from "../../ui/figures.ts";

interface OutcomeShareProps {
  successes: number;
  failures: number;
  episodes: number;
}

/** Successes, failures and the rest of a dataset, as a bar of 96 px and in words. */
export function OutcomeShare({ successes, failures, episodes }: OutcomeShareProps) {
  if (episodes === 0 || successes + failures === 0)
    return <span className="text-xs text-ink-3">none set</span>;
  const share = (n: number): string => `${(n / episodes) * 100}%`;
  const words = `${formatCount(successes)} success, ${formatCount(failures)} failure, ${formatCount(episodes - successes - failures)} not set`;
  return (
    <span className="flex items-center gap-2" title={words}>
      <span className="flex h-1.5 w-24 overflow-hidden rounded-full bg-line" aria-hidden>
        <span className="bg-success-fill" style={{ width: share(successes) }} />
        <span className="bg-failure-fill" style={{ width: share(failures) }} />
      </span>
      <span className="text-xs whitespace-nowrap text-ink-2">
        <span className="figures">{Math.round((successes / episodes) * 100)}%</span> success
      </span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
