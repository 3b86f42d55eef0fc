"use client";
import { useState } from "react";
import type { DatasetDetail } from "@retake/trpc/schemas";
import { Button } from "../../ui/button.tsx";
import { formatValue } from "../../ui/figures.ts";
import { Table, Td, Th } from "../../ui/table.tsx";
import { RangeBar } from "./range-bar.tsx";

/** Dimensions shown before "show all": more than any arm has joints. */
const SHOWN_FIRST = 32;

interface FeatureStatisticsProps {
  feature: DatasetDetail["features"][number];
  statistics: DatasetDetail["statistics"][string];
}

/** What values each dimension of a signal takes over the whole dataset, on one shared axis. */
export function FeatureStatistics({ feature, statistics }: FeatureStatisticsProps) {
  const [isWhole, setWhole] = useState(false);
  const bounds = [...statistics.min, ...statistics.max].filter((value) => value !== null);
  const low = bounds.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = bounds.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const size = statistics.min.length;
  const shown = isWhole ? size : Math.min(size, SHOWN_FIRST);
  return (
    <section>
      <h3 className="mb-1 text-sm font-semibold break-all">{feature.name}</h3>
      <Table aria-label={`Statistics of ${feature.name}`}>
        <thead>
          <tr>
            <Th className="pl-0">Dimension</Th>
            <Th className="w-1/2 max-sm:hidden">Range, mean ± deviation</Th>
            <Th className="text-right">Min</Th>
            <Th className="text-right">Max</Th>
            <Th className="text-right">Mean</Th>
            <Th className="pr-0 text-right max-sm:hidden">Deviation</Th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: shown }, (_, i) => {
            const [min, max] = [statistics.min[i] ?? null, statistics.max[i] ?? null];
            const [mean, std] = [statistics.mean[i] ?? null, statistics.std[i] ?? null];
            return (
              <tr key={i}>
                <Td className="max-w-40 truncate pl-0">
                  {feature.names[i] ?? `[${i}]`}
                  {feature.units[i] === undefined || feature.units[i] === "" ? null : (
                    <span className="ml-1.5 text-xs text-ink-3">{feature.units[i]}</span>
                  )}
                </Td>
                <Td className="max-sm:hidden">
                  {min === null || max === null ? (
                    <span className="text-xs text-ink-3">no finite values</span>
                  ) : (
                    <RangeBar min={min} max={max} mean={mean} std={std} low={low} high={high} />
                  )}
                </Td>
                <Figure value={min} />
                <Figure value={max} />
                <Figure value={mean} />
                <Figure value={std} className="pr-0 max-sm:hidden" />
              </tr>
            );
          })}
        </tbody>
      </Table>
      {shown < size ? (
        <Button variant="quiet" size="sm" className="mt-1 -ml-2" onClick={() => setWhole(true)}>
          Show all {size} dimensions
        </Button>
      ) : null}
    </section>
  );
}

function Figure({ value, className = "" }: { value: number | null; className?: string }) {
  return (
    <Td className={`figures text-right text-ink-2 ${className}`}>
      {value === null ? "" : formatValue(value)}
    </Td>
  );
}
