"use client";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { Download, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { robotName } from "../../../ui/robot-name.ts";
import { formatRate } from "../../../ui/figures.ts";
import { formatSeconds, formatValue } from "../signals/format-value.ts";
import { TopicsTable } from "./topics-table.tsx";

interface InfoPanelProps {
  episode: EpisodeDetail;
  datasetUrl: string | null;
}

const EXPORTS = ["json", "csv", "parquet"] as const;

/** What is known about the episode. */
export function InfoPanel({ episode, datasetUrl }: InfoPanelProps) {
  return (
    <aside aria-label="Info" className="flex flex-col gap-4 p-3 text-sm md:h-full md:overflow-y-auto">
      {episode.warnings.length === 0 ? null : <Warnings warnings={episode.warnings} />}
      <Facts episode={episode} datasetUrl={datasetUrl} />
      {episode.summary === null ? null : (
        <Part title="Summary">
          <p className="text-xs whitespace-pre-line text-ink-2">{episode.summary}</p>
        </Part>
      )}
      <Part title="Topics">
        <TopicsTable topics={episode.topics} />
      </Part>
      <Part title="Download">
        <div className="flex gap-3 text-xs">
          {EXPORTS.map((format) => (
            <a
              key={format}
              href={`${episode.exportUrl}?format=${format}`}
              download
              className="inline-flex items-center gap-1 text-accent hover:underline"
            >
              <Download className="size-3" aria-hidden />
              {format.toUpperCase()}
            </a>
          ))}
        </div>
      </Part>
    </aside>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 text-xs font-medium text-ink-3">{title}</h2>
      {children}
    </section>
  );
}

function Warnings({ warnings }: { warnings: EpisodeDetail["warnings"] }) {
  return (
    <ul aria-label="Warnings" className="flex flex-col gap-1">
      {warnings.map((warning) => (
        <li key={`${warning.code} ${warning.message}`} className="flex gap-1.5 text-xs">
          <TriangleAlert className="mt-0.5 size-3.5 shrink-0 text-attention" aria-label="Warning" />
          <span className="min-w-0 break-words">{warning.message}</span>
        </li>
      ))}
    </ul>
  );
}

function Facts({ episode, datasetUrl }: Pick<InfoPanelProps, "episode" | "datasetUrl">) {
  const tasks = episode.tasks.length > 0 ? episode.tasks : episode.task === null ? [] : [episode.task];
  const facts: [string, ReactNode][] = [
    [tasks.length > 1 ? "Tasks" : "Task", tasks.length === 0 ? "–" : <Lines key="t" lines={tasks} />],
    [
      "Dataset",
      datasetUrl === null ? (
        "–"
      ) : (
        <Link key="d" href={datasetUrl} className="text-accent hover:underline">
          {episode.datasetName}
        </Link>
      ),
    ],
    ["Robot", robotName(episode.robotType)],
    ["Length", <Figures key="l">{formatSeconds(episode.durationS)}</Figures>],
    [
      "Frames",
      <Figures key="f">{`${episode.totalFrames.toLocaleString("en")} at ${formatRate(episode.fps)}`}</Figures>,
    ],
    [
      "Reward",
      <Figures key="r">{episode.totalReward === null ? "–" : formatValue(episode.totalReward)}</Figures>,
    ],
    ["Messages", <Figures key="m">{episode.totalMessages.toLocaleString("en")}</Figures>],
    [
      "Name",
      <span key="n" className="flex items-start gap-1">
        <span className="min-w-0 wrap-anywhere">{episode.sessionId}</span>
        <CopyButton text={episode.sessionId} label="Copy the name" />
      </span>,
    ],
    [
      "Added",
      <time key="a" dateTime={episode.createdAt}>
        {new Date(episode.createdAt).toLocaleString("en")}
      </time>,
    ],
  ];
  return (
    <dl className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-2 gap-y-1 text-xs">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Figures({ children }: { children: string }) {
  return <span className="figures">{children}</span>;
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <>
      {lines.map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
    </>
  );
}
