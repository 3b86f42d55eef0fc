"use client";
import type { LiveRecording } from "@retake/trpc/schemas";
import { Clock, VideoOff } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import { formatCount, formatDuration, formatMoment } from "../../ui/figures.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Poster } from "../../ui/poster.tsx";
import { LivePicture } from "../live-feed/live-picture.tsx";
import {
  bytesWords,
  clockWarnings,
  cutOffWords,
  lagWords,
  rateWords,
  tickingWords,
} from "../live-feed/live-words.ts";
import type { ServerClock } from "../live-feed/server-clock.ts";
import { StateBadge } from "../live-feed/state-badge.tsx";
import { Ticking } from "../live-feed/ticking.tsx";
import { SparkLine } from "./spark-line.tsx";
import { TopicLamps } from "./topic-lamps.tsx";

interface LiveCardProps {
  recording: LiveRecording;
  href: string;
  clock: ServerClock;
}

/** Between two pictures: a card is to notice, the episode page is to watch. */
const FIRST_EVERY_MS = 250;
const OTHERS_EVERY_MS = 1_500;
/** Cameras beside the first. */
const THUMBS_MAX = 3;
/** Seconds a spark line spans. */
const SPARK_S = 10;

/** One recording: what the robot sees, how it goes, and what is wrong. The whole card opens the episode. */
export const LiveCard = memo(function LiveCard({ recording, href, clock }: LiveCardProps) {
  const name = recording.robotName ?? recording.robotType ?? recording.sessionId;
  return (
    <article
      aria-label={name}
      data-recording={recording.sessionId}
      data-state={recording.state}
      className="relative flex flex-col gap-2.5 rounded border bg-ground p-3 hover:border-line-strong"
    >
      <header className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold" title={recording.sessionId}>
          {/* Stretched over the card, so that all of it can be pressed and one thing can be focused. */}
          <Link href={href} className="after:absolute after:inset-0 after:rounded" prefetch={false}>
            {name}
          </Link>
          {name === recording.sessionId ? null : (
            <span className="ml-2 text-sm font-normal text-ink-3">{recording.sessionId}</span>
          )}
        </h2>
        <StateBadge state={recording.state} />
        <Length recording={recording} clock={clock} />
      </header>
      <Pictures recording={recording} />
      <Who recording={recording} />
      {recording.cutOff === null ? null : <CutOff cutOff={recording.cutOff} clock={clock} />}
      {recording.state === "recording" ? <Now recording={recording} /> : <Result recording={recording} />}
    </article>
  );
});

function Length({ recording, clock }: { recording: LiveRecording; clock: ServerClock }) {
  if (recording.state !== "recording") {
    return <span className="figures shrink-0 text-ink-2">{formatDuration(recording.durationS)}</span>;
  }
  const started = Date.parse(recording.startedAt);
  return (
    <span className="figures shrink-0" title={`Since ${formatMoment(recording.startedAt)}`}>
      <Ticking words={() => tickingWords((clock.now() - started) / 1000)} />
    </span>
  );
}

function Pictures({ recording }: { recording: LiveRecording }) {
  const [first, ...others] = recording.cameras;
  if (first === undefined) {
    return (
      <div className="flex aspect-4/3 w-full items-center justify-center gap-2 rounded bg-panel text-xs text-ink-3">
        <VideoOff className="size-4" aria-hidden />
        No camera
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-1.5">
      <Camera camera={first} recording={recording} everyMs={FIRST_EVERY_MS} className="aspect-4/3 w-full" />
      {others.length === 0 ? null : (
        <div className="grid grid-cols-3 gap-1.5">
          {others.slice(0, THUMBS_MAX).map((camera) => (
            <Camera
              key={camera.topic}
              camera={camera}
              recording={recording}
              everyMs={OTHERS_EVERY_MS}
              className="aspect-4/3"
            />
          ))}
        </div>
      )}
    </div>
  );
}

interface CameraProps {
  camera: LiveRecording["cameras"][number];
  recording: LiveRecording;
  everyMs: number;
  className: string;
}

function Camera({ camera, recording, everyMs, className }: CameraProps) {
  const label = `Camera ${camera.name}`;
  if (recording.state !== "ended") {
    // The log may hold none any more of a robot that has been away for long.
    const behind =
      recording.state === "cut_off" ? camera.pictureUrl.replace(/live\.jpg$/, "poster.jpg?w=640") : null;
    return (
      <LivePicture
        url={camera.pictureUrl}
        behindUrl={behind}
        label={label}
        everyMs={everyMs}
        className={className}
      />
    );
  }
  return <Poster posterUrl={camera.pictureUrl} stripUrl={null} width={320} className={className} />;
}

function Who({ recording }: { recording: LiveRecording }) {
  const { task, operator } = recording;
  return (
    <p className="flex min-w-0 items-baseline gap-2 text-sm">
      <span
        className={`min-w-0 flex-1 truncate ${task === null ? "text-ink-3" : ""}`}
        title={task ?? undefined}
      >
        {task ?? "No task given"}
      </span>
      {operator === null ? null : (
        <span className="max-w-2/5 shrink-0 truncate text-ink-2" title={`Operator: ${operator}`}>
          {operator}
        </span>
      )}
    </p>
  );
}

function CutOff({ cutOff, clock }: { cutOff: { since: string; until: string }; clock: ServerClock }) {
  return (
    <p className="text-xs text-attention">
      Cut off <Ticking words={() => cutOffWords(cutOff, clock.now())} />. What was confirmed is kept.
    </p>
  );
}

function Now({ recording }: { recording: LiveRecording }) {
  const { figures, sparks, sparkStepS, topics } = recording;
  const warnings = clockWarnings(recording.clock);
  return (
    <>
      {sparks.length === 0 ? null : (
        <div className="grid grid-cols-2 gap-3">
          {sparks.map(({ topic, values }) => (
            <figure key={topic} className="min-w-0">
              <SparkLine topic={topic} values={values} slots={SPARK_S / sparkStepS} />
              <figcaption className="truncate text-xs text-ink-3" title={`${topic}, first value`}>
                {topic.slice(1)}
              </figcaption>
            </figure>
          ))}
        </div>
      )}
      {figures === null ? null : (
        <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs [&_dt]:text-ink-3 [&>div]:flex [&>div]:gap-1.5">
          <div title="Messages of all topics together, of the last 5 s">
            <dt>rate</dt>
            <dd className="figures">{rateWords(figures.rateHz)}</dd>
          </div>
          <div title="From arriving here to being safe on the disk, the slowest of the last 5 s">
            <dt>lag</dt>
            <dd className="figures">{lagWords(figures.lagMs)}</dd>
          </div>
          <div>
            <dt>data</dt>
            <dd className="figures">{bytesWords(figures.bytesPerS)}</dd>
          </div>
        </dl>
      )}
      <TopicLamps topics={topics} />
      {warnings.map((words) => (
        <p key={words} className="flex gap-1.5 text-xs text-attention">
          <Clock className="mt-0.5 size-3 shrink-0" aria-hidden />
          {words}
        </p>
      ))}
    </>
  );
}

function Result({ recording }: { recording: LiveRecording }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-xs text-ink-2">
      <Outcome value={recording.outcome} />
      <span className="figures">{formatCount(recording.messages)} messages</span>
      {recording.frames === 0 ? null : (
        <span className="figures">{formatCount(recording.frames)} pictures</span>
      )}
      {recording.dropped === 0 ? null : (
        <span className="figures text-failure">{formatCount(recording.dropped)} refused</span>
      )}
    </p>
  );
}
