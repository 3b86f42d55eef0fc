import { memo } from "react";

const WIDTH = 120;
const HEIGHT = 24;

/** The points of a line that fills the box from its lowest to its highest value; a constant one lies in the middle. */
export function sparkPoints(values: readonly number[], slots: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = WIDTH / Math.max(1, slots - 1);
  const from = WIDTH - (values.length - 1) * step;
  return values
    .map((value, i) => {
      const share = high > low ? (value - low) / (high - low) : 0.5;
      return `${(from + i * step).toFixed(1)},${(HEIGHT - 2 - share * (HEIGHT - 4)).toFixed(1)}`;
    })
    .join(" ");
}

/** The latest values of a signal, the newest at the right edge. */
export const SparkLine = memo(function SparkLine({
  topic,
  values,
  slots,
}: {
  topic: string;
  values: readonly number[];
  /** Values that fill the whole width. */
  slots: number;
}) {
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Latest values of ${topic}`}
      className="h-6 w-full text-accent"
    >
      <polyline
        points={sparkPoints(values, slots)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
});
