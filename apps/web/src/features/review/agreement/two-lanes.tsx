import type { EpisodeAgreement, LaneSpan } from "@retake/trpc/schemas";
import { disagreements } from "./disagreements.ts";

export interface ClassLook {
  name: string;
  colour: string;
}

interface TwoLanesProps {
  episode: Pick<EpisodeAgreement, "spans" | "durationS" | "a" | "b">;
  lookOf: (label: string) => ClassLook;
  /** Opens the episode at a time, seconds. */
  onOpenAt: (t: number) => void;
}

/** Both lanes above each other on one time axis; between them, what they do not agree on. */
export function TwoLanes({ episode, lookOf, onOpenAt }: TwoLanesProps) {
  const { spans, durationS, a, b } = episode;
  const apart = disagreements(...spans, durationS);
  const place = (from: number, to: number) => ({
    left: `${(from / durationS) * 100}%`,
    width: `${((to - from) / durationS) * 100}%`,
  });
  return (
    <div className="grid grid-cols-[minmax(0,5.5rem)_1fr] items-center gap-x-2 gap-y-0.5 text-xs">
      <RaterName rater={a} />
      <Lane spans={spans[0]} place={place} lookOf={lookOf} />
      <span className="text-ink-3">apart</span>
      <div className="relative h-3">
        <div className="absolute inset-x-0 top-1/2 h-px bg-line" />
        {apart.map(({ from, to }) => (
          <button
            key={from}
            type="button"
            aria-label={`Open at ${from.toFixed(2)} s: they do not agree until ${to.toFixed(2)} s`}
            title={`${from.toFixed(2)} s to ${to.toFixed(2)} s`}
            style={place(from, to)}
            className="absolute inset-y-0 min-w-1 rounded-[2px] bg-failure-fill hover:brightness-125"
            onClick={() => onOpenAt(from)}
          />
        ))}
      </div>
      <RaterName rater={b} />
      <Lane spans={spans[1]} place={place} lookOf={lookOf} />
    </div>
  );
}

export function raterName(rater: EpisodeAgreement["a"]): string {
  return rater === null ? "Reference" : rater.name;
}

function RaterName({ rater }: { rater: EpisodeAgreement["a"] }) {
  return (
    <span className="truncate text-ink-2" title={raterName(rater)}>
      {raterName(rater)}
    </span>
  );
}

interface LaneProps {
  spans: readonly LaneSpan[];
  place: (from: number, to: number) => { left: string; width: string };
  lookOf: (label: string) => ClassLook;
}

function Lane({ spans, place, lookOf }: LaneProps) {
  return (
    <div className="relative h-5 rounded-sm bg-hover">
      {spans.map(({ label, start, end }) => {
        const { name, colour } = lookOf(label);
        return (
          <span
            key={start}
            title={`${name}, ${start.toFixed(2)} s to ${end.toFixed(2)} s`}
            style={{
              ...place(start, end),
              borderColor: colour,
              backgroundColor: `color-mix(in srgb, ${colour} 32%, var(--ground))`,
            }}
            className="absolute inset-y-0 overflow-hidden rounded-[3px] border-l-2 px-1 text-xs leading-5 whitespace-nowrap text-ink"
          >
            {name}
          </span>
        );
      })}
    </div>
  );
}
