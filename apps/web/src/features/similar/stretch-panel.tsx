"use client";
import type { EpisodeDetail, TopicInfo } from "@retake/trpc/schemas";
import { useMemo } from "react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Kbd } from "../../ui/kbd.tsx";
import { Select } from "../../ui/select.tsx";
import { useStore } from "../labels/session/labels-context.tsx";
import { useStage } from "../replay/player-context.tsx";
import { dimName } from "../replay/signals/signal-legend.tsx";
import { dimsOf } from "../replay/signals/signal-row.tsx";
import { DIMS_PLOTTED_MAX } from "../replay/signals/visibility.ts";
import type { Stretch } from "./similar-store.ts";
import { StretchHits } from "./stretch-hits.tsx";

interface StretchPanelProps {
  workspace: string;
  episode: EpisodeDetail;
  query: string;
}

/** Find this elsewhere: which stretch of which signal, how strictly, where, and what was found. */
export function StretchPanel({ workspace, episode, query }: StretchPanelProps) {
  const { similar } = useStage();
  const { stretch, shapeOnly, inDataset } = useStore(similar);
  if (stretch === null) return <HowToChoose />;
  return (
    <>
      <SignalChoice
        topics={episode.topics}
        stretch={stretch}
        onChange={(next) => similar.change({ stretch: next })}
      />
      <div className="flex flex-col gap-1">
        <Option
          label="Also at this size, not only this shape"
          isOn={!shapeOnly}
          onChange={(isOn) => similar.change({ shapeOnly: !isOn })}
        />
        {episode.datasetSlug === null ? null : (
          <Option
            label="Only in this dataset"
            isOn={inDataset}
            onChange={(isOn) => similar.change({ inDataset: isOn })}
          />
        )}
      </div>
      <StretchHits
        workspace={workspace}
        sessionId={episode.sessionId}
        datasetSlug={inDataset ? episode.datasetSlug : null}
        stretch={stretch}
        shapeOnly={shapeOnly}
        query={query}
      />
    </>
  );
}

function HowToChoose() {
  return (
    <div className="flex flex-col gap-2 py-4 text-xs text-ink-2">
      <p>Choose a stretch of a signal to find where else it moves like that:</p>
      <ul className="flex list-disc flex-col gap-2 pl-4">
        <li>
          drag across a plot with <Kbd keys="alt" /> held, or
        </li>
        <li>
          zoom in or loop a part with <Kbd keys="{" /> and <Kbd keys="}" />, then press <Kbd keys="w" />.
        </li>
      </ul>
    </div>
  );
}

function Option({
  label,
  isOn,
  onChange,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="flex h-7 items-center gap-2 text-xs text-ink-2">
      <Checkbox checked={isOn} aria-label={label} onCheckedChange={(next) => onChange(next === true)} />
      {label}
    </label>
  );
}

interface SignalChoiceProps {
  topics: readonly TopicInfo[];
  stretch: Stretch;
  onChange: (stretch: Stretch) => void;
}

/** The signal and its dimension, in case another one was meant. */
function SignalChoice({ topics, stretch, onChange }: SignalChoiceProps) {
  const plotted = useMemo(
    () => topics.filter((topic) => topic.kind === "signal" && dimsOf(topic) <= DIMS_PLOTTED_MAX),
    [topics],
  );
  const topic = plotted.find(({ name }) => name === stretch.topic);
  const dims = topic === undefined ? 0 : dimsOf(topic);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {plotted.length < 2 ? null : (
        <Select
          label="Signal"
          value={stretch.topic}
          options={plotted.map(({ name }) => ({ value: name, label: name.slice(1) }))}
          onChange={(name) => onChange({ ...stretch, topic: name, dim: 0 })}
          className="h-7 max-w-full px-2 text-xs"
        />
      )}
      {topic === undefined || dims < 2 ? null : (
        <Select
          label="Dimension"
          value={String(stretch.dim)}
          options={Array.from({ length: dims }, (_, dim) => ({
            value: String(dim),
            label: dimName(topic, dim),
          }))}
          onChange={(dim) => onChange({ ...stretch, dim: Number(dim) })}
          className="h-7 max-w-full px-2 text-xs"
        />
      )}
      <span className="figures text-xs text-ink-2">
        {stretch.from.toFixed(2)} – {stretch.to.toFixed(2)} s
      </span>
    </div>
  );
}
