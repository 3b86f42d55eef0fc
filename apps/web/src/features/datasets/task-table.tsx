"use client";
import type { DatasetDetail } from "@retake/trpc/schemas";
import Link from "next/link";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/figures.ts";

const SHOWN_FIRST = 12;

interface TaskTableProps {
  tasks: DatasetDetail["taskCounts"];
  /** The episode list of this dataset; a task's line narrows it further. */
  episodesHref: string;
}

export function TaskTable({ tasks, episodesHref }: TaskTableProps) {
  const [isWhole, setWhole] = useState(false);
  if (tasks.length === 0) return <p className="text-sm text-ink-2">No task is named in this dataset.</p>;
  const most = Math.max(1, ...tasks.map((one) => one.episodes));
  const shown = isWhole ? tasks : tasks.slice(0, SHOWN_FIRST);
  return (
    <>
      <ul>
        {shown.map(({ task, episodes }) => (
          <li key={task} className="border-b">
            <Link
              href={`${episodesHref}&task=${encodeURIComponent(task)}`}
              className="relative flex min-h-8 items-center justify-between gap-4 px-2 py-1 hover:bg-hover"
            >
              <span
                aria-hidden
                className="absolute inset-y-1 left-0 rounded-sm bg-accent-soft"
                style={{ width: `${(episodes / most) * 100}%` }}
              />
              <span className="relative min-w-0 break-words">{task === "" ? "(no words)" : task}</span>
              <span className="figures relative shrink-0 text-ink-2">{countOf(episodes, "episode")}</span>
            </Link>
          </li>
        ))}
      </ul>
      {shown.length < tasks.length ? (
        <Button variant="quiet" size="sm" className="mt-1" onClick={() => setWhole(true)}>
          Show all {tasks.length} tasks
        </Button>
      ) : null}
    </>
  );
}
