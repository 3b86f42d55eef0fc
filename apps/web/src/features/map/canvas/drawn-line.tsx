/** A lasso or box on its way, in pixels. */
export function DrawnLine({ corners }: { corners: readonly (readonly [number, number])[] }) {
  return (
    <svg className="pointer-events-none absolute inset-0 size-full" aria-hidden>
      <polygon
        points={corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
        className="fill-accent/10 stroke-accent"
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
    </svg>
  );
}
