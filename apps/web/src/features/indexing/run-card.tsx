import type { IndexRunView, IndexStatus } from "@retake/trpc/schemas";
import { cn } from "../../ui/cn.ts";
import { formatCount, formatDuration, formatMoment, formatSince, formatValue } from "../../ui/figures.ts";
import { Progress } from "../../ui/progress.tsx";
import type { Pace } from "../imports/progress-rate.ts";
import { runWords, STAGES } from "./index-words.ts";

interface RunCardProps {
  run: IndexRunView;
  pace: Pace | null;
  counts: IndexStatus["counts"];
  now: number;
}

/** What indexing does now: the stage, how far, how fast and how long still. */
export function RunCard({ run, pace, counts, now }: RunCardProps) {
  const { state, stage, done, total, problem, finishedAt } = run;
  const isRunning = state === "running";
  return (
    <article className="flex flex-col gap-3 rounded border p-4">
      <h2 className="text-sm font-semibold">{runWords(run, counts.waiting)}</h2>
      {isRunning ? (
        <>
          <Progress label="Indexing" value={total > 0 ? done / total : null} />
          <ol className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {STAGES.map((one) => (
              <li
                key={one.stage}
                aria-current={one.stage === stage ? "step" : undefined}
                className={cn(one.stage === stage ? "font-medium text-ink" : "text-ink-3")}
              >
                {one.name}
              </li>
            ))}
          </ol>
          <p className="figures flex flex-wrap gap-x-4 text-ink-2">
            <span>
              {formatCount(done)} of {formatCount(total)} episodes
            </span>
            {pace === null ? null : <span>{formatValue(pace.perSecond)} episodes/s</span>}
            {pace === null || pace.leftS === null ? null : <span>{formatDuration(pace.leftS)} left</span>}
          </p>
        </>
      ) : finishedAt === null ? (
        <p className="text-sm text-ink-2">
          {counts.episodes === 0
            ? "Episodes are indexed by themselves once they are imported or recorded."
            : "It has not run yet."}
        </p>
      ) : (
        <p className="text-sm text-ink-2" title={formatMoment(finishedAt)}>
          Last change {formatSince(finishedAt, now)}.
        </p>
      )}
      {problem === null ? null : (
        <ul role="alert" className="flex flex-col gap-1 text-sm text-failure">
          {problem.split("\n").map((line) => (
            <li key={line} className="wrap-anywhere">
              {line}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
