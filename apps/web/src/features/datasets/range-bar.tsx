import { formatValue } from "../../ui/figures.ts";

interface RangeBarProps {
  min: number;
  max: number;
  mean: number | null;
  std: number | null;
  /** Bounds of the axis all bars of one feature share. */
  low: number;
  high: number;
}

/** Minimum to maximum as a line, mean plus and minus one standard deviation as a bar, the mean as a tick. */
export function RangeBar({ min, max, mean, std, low, high }: RangeBarProps) {
  const span = high - low;
  const at = (value: number): number =>
    span === 0 ? 50 : Math.min(100, Math.max(0, ((value - low) / span) * 100));
  const left = at(min);
  const band = mean === null || std === null ? null : { from: at(mean - std), to: at(mean + std) };
  const words = `${formatValue(min)} to ${formatValue(max)}${mean === null ? "" : `, mean ${formatValue(mean)}`}${std === null ? "" : ` ± ${formatValue(std)}`}`;
  return (
    <div className="relative h-3 w-full min-w-24" role="img" aria-label={words} title={words}>
      <div className="absolute inset-x-0 top-[5px] h-0.5 rounded-full bg-hover" />
      <div
        className="absolute top-[5px] h-0.5 min-w-0.5 rounded-full bg-line-strong"
        style={{ left: `${left}%`, width: `${at(max) - left}%` }}
      />
      {band === null ? null : (
        <div
          className="absolute top-[3px] h-1.5 rounded-full bg-accent/45"
          style={{ left: `${band.from}%`, width: `${band.to - band.from}%` }}
        />
      )}
      {mean === null ? null : (
        <div
          className="absolute top-0 h-3 w-0.5 -translate-x-1/2 bg-accent"
          style={{ left: `${at(mean)}%` }}
        />
      )}
    </div>
  );
}
