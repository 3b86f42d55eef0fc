import type { DatasetDetail } from "@retake/trpc/schemas";
import type { ReactNode } from "react";
import { formatCount, formatDuration, formatMoment, formatValue } from "../../ui/figures.ts";
import { robotName } from "../../ui/robot-name.ts";
import { OutcomeShare } from "./outcome-share.tsx";

/** The numbers first, then where the dataset comes from. */
export function DatasetFacts({ dataset }: { dataset: DatasetDetail }) {
  const cameras = dataset.cameras.map((topic) => topic.split("/").at(-1) ?? topic);
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:flex sm:flex-wrap sm:gap-x-10">
        <Number name="Episodes">{formatCount(dataset.episodes)}</Number>
        <Number name="Frames">{formatCount(dataset.frames)}</Number>
        <Number name="Length">{formatDuration(dataset.hours * 3600)}</Number>
        <Number name="Rate">{dataset.fps === null ? "mixed" : `${formatValue(dataset.fps)} Hz`}</Number>
        <div>
          <dt className="text-xs text-ink-3">Outcomes</dt>
          <dd className="flex h-7 items-center">
            <OutcomeShare
              successes={dataset.successes}
              failures={dataset.failures}
              episodes={dataset.episodes}
            />
          </dd>
        </div>
      </dl>
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-y-1 border-t pt-4 text-sm [&_dd]:break-words [&_dt]:text-ink-3">
        <Fact name="Robots">{dataset.robots.map(robotName).join(", ")}</Fact>
        <Fact name="Cameras">{cameras.join(", ")}</Fact>
        {dataset.kind === "picked" ? (
          <Fact name="Picked by">{dataset.author ?? "somebody who left"}</Fact>
        ) : (
          <Fact name="From">{dataset.source}</Fact>
        )}
        <Fact name="Revision">{dataset.revision}</Fact>
        <Fact name="Format">
          {dataset.formatVersion === null ? null : `LeRobot ${dataset.formatVersion}`}
        </Fact>
        <Fact name="Added">{formatMoment(dataset.createdAt)}</Fact>
      </dl>
    </div>
  );
}

function Number({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="font-mono text-xl tabular-nums">{children}</dd>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: string | null }) {
  if (children === null || children === "") return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
