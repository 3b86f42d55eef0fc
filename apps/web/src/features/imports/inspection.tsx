"use client";
import type { InspectionView } from "@retake/trpc/schemas";
import { TriangleAlert } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { countOf, formatCount, formatDuration, formatValue } from "../../ui/figures.ts";
import { Input } from "../../ui/input.tsx";
import { robotName } from "../../ui/robot-name.ts";

interface InspectionProps {
  inspection: InspectionView;
  isBusy: boolean;
  /** Without a number: all episodes. */
  onImport: (episodes: number | undefined) => void;
  onCancel: () => void;
}

/** What a dataset holds, before anything of it is stored. */
export function Inspection({ inspection, isBusy, onImport, onCancel }: InspectionProps) {
  const [limit, setLimit] = useState("");
  const wanted =
    limit === "" ? undefined : Math.min(inspection.episodes, Math.max(1, Math.floor(Number(limit))));
  return (
    <div className="rounded border p-4" role="region" aria-label="What is in it">
      <h2 className="text-base font-semibold wrap-anywhere">{inspection.name}</h2>
      <dl className="mt-3 grid grid-cols-[96px_minmax(0,1fr)] gap-y-1 text-sm [&_dd]:break-words [&_dt]:text-ink-3">
        <Fact name="Episodes">
          {formatCount(inspection.episodes)} with {countOf(inspection.frames, "frame")},{" "}
          {inspection.fps === null
            ? "their rate is not stated"
            : `${formatDuration(inspection.hours * 3600)} at ${formatValue(inspection.fps)} Hz`}
        </Fact>
        <Fact name="Robot">{robotName(inspection.robotType)}</Fact>
        <Fact name="Format">LeRobot {inspection.formatVersion}</Fact>
        <Fact name="Tasks">
          {inspection.tasks.length === 0 ? "none named" : inspection.tasks.slice(0, 5).join(" · ")}
          {inspection.tasks.length > 5 ? ` and ${inspection.tasks.length - 5} more` : ""}
        </Fact>
        <Fact name="Cameras">
          {inspection.cameras.length === 0
            ? "none"
            : inspection.cameras.map((camera) => (
                <span key={camera.name} className="block">
                  {camera.name}{" "}
                  <span className="text-ink-2">
                    {[camera.codec ?? camera.storage, sizeOf(camera)]
                      .filter((part) => part !== "")
                      .join(", ")}
                  </span>
                </span>
              ))}
        </Fact>
        <Fact name="Signals">
          {inspection.signals.map((signal) => (
            <span key={signal.name} className="block">
              {signal.name}{" "}
              <span className="text-ink-2">
                {signal.dtype} [{signal.shape.join(", ")}]
              </span>
            </span>
          ))}
        </Fact>
      </dl>
      {inspection.warnings.length === 0 ? null : (
        <ul className="mt-3 flex flex-col gap-1 border-t pt-3">
          {inspection.warnings.map((warning) => (
            <li key={`${warning.code} ${warning.message}`} className="flex gap-2 text-sm">
              <TriangleAlert className="mt-0.5 size-4 shrink-0 text-attention" aria-hidden />
              <span className="min-w-0 break-words">{warning.message}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button variant="primary" disabled={isBusy} onClick={() => onImport(wanted)}>
          {isBusy
            ? "Starting"
            : `Import ${wanted === undefined ? "all" : "the first"} ${countOf(wanted ?? inspection.episodes, "episode")}`}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          Not this one
        </Button>
        <label className="flex items-center gap-2 text-sm sm:ml-auto text-ink-2">
          At most
          <Input
            type="number"
            inputMode="numeric"
            min={1}
            max={inspection.episodes}
            placeholder="all"
            value={limit}
            onChange={(event) => setLimit(event.target.value)}
            className="w-24"
          />
          episodes
        </label>
      </div>
    </div>
  );
}

function sizeOf(camera: InspectionView["cameras"][number]): string {
  return camera.width === null || camera.height === null ? "" : `${camera.width} × ${camera.height}`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
