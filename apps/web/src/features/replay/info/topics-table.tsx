"use client";
import type { TopicInfo } from "@retake/trpc/schemas";
import { formatValue } from "../signals/format-value.ts";
import { dimName } from "../signals/signal-legend.tsx";

/** More rows than this are a wall of numbers; the export has them all. */
const DIMS_LISTED_MAX = 64;

const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : formatValue(value);

/** Every topic with its rate; opened, the statistics of its dimensions. */
export function TopicsTable({ topics }: { topics: readonly TopicInfo[] }) {
  return (
    <ul className="-mx-1">
      {topics.map((topic) => (
        <li key={topic.name}>
          <details className="group">
            <summary className="flex min-h-7 cursor-pointer items-baseline gap-2 rounded-sm px-1 py-1 text-xs hover:bg-hover">
              <span className="min-w-0 flex-1 truncate" title={topic.name}>
                {topic.name.slice(1)}
              </span>
              <span className="figures shrink-0 text-ink-3">
                {topic.dataType.replace(/\[\]$/, "")}
                {topic.shape.length === 0 ? "" : `[${topic.shape.join("×")}]`}
              </span>
            </summary>
            <div className="px-1 pb-2 text-xs">
              <p className="text-ink-3">
                {topic.messageCount.toLocaleString("en")} messages, {topic.avgFrequency.toFixed(1)} Hz,{" "}
                {topic.firstTime.toFixed(3)} – {topic.lastTime.toFixed(3)} s
              </p>
              <Statistics topic={topic} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

function Statistics({ topic }: { topic: TopicInfo }) {
  const { statistics } = topic;
  if (statistics === null) return null;
  const dims = Math.min(DIMS_LISTED_MAX, statistics.mean.length);
  return (
    <div
      className="mt-1 overflow-x-auto"
      tabIndex={0}
      role="group"
      aria-label={`Statistics of ${topic.name}`}
    >
      <table className="figures w-full text-right">
        <thead className="text-ink-3">
          <tr>
            <th className="pr-2 text-left font-normal">value</th>
            {["min", "mean", "max", "std"].map((name) => (
              <th key={name} className="pl-2 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: dims }, (_, dim) => (
            <tr key={dim}>
              <td className="max-w-28 truncate pr-2 text-left" title={dimName(topic, dim)}>
                {dimName(topic, dim)}
              </td>
              <td className="pl-2">{number(statistics.min[dim])}</td>
              <td className="pl-2">{number(statistics.mean[dim])}</td>
              <td className="pl-2">{number(statistics.max[dim])}</td>
              <td className="pl-2">{number(statistics.std[dim])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {statistics.mean.length > dims ? (
        <p className="mt-1 text-ink-3">
          The first {dims} of {statistics.mean.length} values.
        </p>
      ) : null}
    </div>
  );
}
