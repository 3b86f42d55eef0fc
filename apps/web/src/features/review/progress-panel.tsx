"use client";
import type { AssignmentState, Progress } from "@retake/trpc/schemas";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { cn } from "../../ui/cn.ts";
import { formatCount } from "../../ui/figures.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { STATE_NAMES, STATES } from "./state-badge.tsx";

/** How far everybody and every dataset has come. */
export function ProgressPanel({ onPerson }: { onPerson: ((userId: string) => void) | null }) {
  const { workspace } = useWorkspace();
  const { data } = useQuery(useTRPC().assignments.progress.queryOptions({ workspace: workspace.slug }));
  if (data === undefined || data.people.length === 0) return null;
  return (
    <aside aria-label="Progress" className="grid gap-x-8 gap-y-3 border-b bg-panel px-3 py-3 lg:grid-cols-2">
      <section>
        <h2 className="mb-1 text-xs font-medium text-ink-3">People</h2>
        <ul className="max-h-40 overflow-y-auto">
          {data.people.map(({ person, counts }) => (
            <Line
              key={person.userId}
              name={person.name}
              counts={counts}
              onPress={onPerson === null ? null : () => onPerson(person.userId)}
            />
          ))}
        </ul>
      </section>
      <section>
        <h2 className="mb-1 text-xs font-medium text-ink-3">Datasets</h2>
        <ul className="max-h-40 overflow-y-auto">
          {data.datasets.map(({ slug, name, counts }) => (
            <Line key={slug ?? ""} name={name ?? "No dataset"} counts={counts} onPress={null} />
          ))}
        </ul>
      </section>
    </aside>
  );
}

type Counts = Progress["people"][number]["counts"];
/** From finished to begun. */
const ORDER: readonly AssignmentState[] = [...STATE_NAMES].reverse();

function Line({ name, counts, onPress }: { name: string; counts: Counts; onPress: (() => void) | null }) {
  const total = STATE_NAMES.reduce((sum, state) => sum + counts[state], 0);
  const words = ORDER.filter((state) => counts[state] > 0).map(
    (state) => `${formatCount(counts[state])} ${STATES[state].words.toLowerCase()}`,
  );
  const finished = total - counts.todo - counts.returned;
  return (
    <li className="flex h-7 items-center gap-3 text-sm" title={words.join(", ")}>
      {onPress === null ? (
        <span className="w-36 shrink-0 truncate">{name}</span>
      ) : (
        <button type="button" className="w-36 shrink-0 truncate text-left hover:underline" onClick={onPress}>
          {name}
        </button>
      )}
      <span
        role="img"
        aria-label={words.join(", ")}
        className="flex h-1.5 min-w-16 flex-1 gap-px overflow-hidden rounded-full"
      >
        {ORDER.map((state) =>
          counts[state] === 0 ? null : (
            <span
              key={state}
              className={cn("h-full min-w-0.5", STATES[state].fill)}
              style={{ flexGrow: counts[state], flexBasis: 0 }}
            />
          ),
        )}
      </span>
      <span className="figures w-20 text-right text-ink-2">
        {formatCount(finished)} / {formatCount(total)}
      </span>
    </li>
  );
}
