const WIDTH = 200;
const HEIGHT = 40;

type Values = readonly (number | null)[];

/** Lowest and highest of the values that are there. */
function spanOf(...lists: Values[]): [number, number] {
  const there = lists.flat().filter((value) => value !== null);
  return there.length === 0 ? [0, 0] : [Math.min(...there), Math.max(...there)];
}

/** An SVG path through evenly spaced values, with a gap where there is none; a constant line lies in the middle. */
export function linePath(values: Values, [low, high]: [number, number]): string {
  const step = WIDTH / Math.max(1, values.length - 1);
  let isDrawing = false;
  return values
    .map((value, i) => {
      if (value === null) {
        isDrawing = false;
        return "";
      }
      const share = high > low ? (value - low) / (high - low) : 0.5;
      const point = `${(i * step).toFixed(1)} ${(HEIGHT - 3 - share * (HEIGHT - 6)).toFixed(1)}`;
      const command = isDrawing ? "L" : "M";
      isDrawing = true;
      return `${command}${point}`;
    })
    .join("");
}

interface TwoLinesProps {
  label: string;
  /** What was looked for. */
  sought: Values;
  /** What was found; null: only the former is drawn. */
  found: Values | null;
  /** Each fills the height by itself, so that only shapes compare; else both share one scale. */
  shapeOnly: boolean;
}

/** A found stretch over the one that was looked for. */
export function TwoLines({ label, sought, found, shapeOnly }: TwoLinesProps) {
  const shared = spanOf(sought, found ?? []);
  const line = { fill: "none", vectorEffect: "non-scaling-stroke", strokeLinejoin: "round" } as const;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className="h-10 w-full"
    >
      <path
        {...line}
        d={linePath(sought, shapeOnly ? spanOf(sought) : shared)}
        className={found === null ? "stroke-accent" : "stroke-line-strong"}
        strokeWidth={found === null ? 1.5 : 2.5}
      />
      {found === null ? null : (
        <path
          {...line}
          d={linePath(found, shapeOnly ? spanOf(found) : shared)}
          className="stroke-accent"
          strokeWidth={1.5}
        />
      )}
    </svg>
  );
}
