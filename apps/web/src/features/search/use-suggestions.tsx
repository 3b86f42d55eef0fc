"use client";
import { useQuery } from "@tanstack/react-query";
import { Bookmark, Bot, Database, History, ListChecks, Tag } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { robotName } from "../../ui/robot-name.ts";
import { readRecent } from "./recent-searches.ts";
import { matchStart } from "./suggestion-text.ts";

export interface Suggestion {
  id: string;
  icon: ReactNode;
  title: string;
  detail: string | null;
  /** The whole query it runs; or the words it puts in place of those from `start` on. */
  does: { kind: "run"; query: string } | { kind: "complete"; start: number; words: string };
}

export interface SuggestionGroup {
  heading: string;
  suggestions: Suggestion[];
}

const WHOLE_MAX = 5;
const NAMES_MAX = 6;
/** What one can ask, for somebody who has not asked yet. */
const EXAMPLES = [
  "failed attempts longer than 20 s",
  "successful, highest reward first",
  "dropped it and tried again",
];

interface Name {
  id: string;
  icon: ReactNode;
  title: string;
  words: string;
  count: number | null;
}

/** `robot:so101`, `task:"push the block"`: a name as the box understands it for certain. */
function field(kind: string, value: string): string {
  return /^[^\s,;"“”„]+$/u.test(value)
    ? `${kind}:${value}`
    : `${kind}:"${value.replace(/["“”„]/gu, " ").trim()}"`;
}

/** What is there to be named in a query, the most frequent first. */
function useNames(workspace: string, isOn: boolean): Name[] {
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.episodes.facets.queryOptions({ workspace }), enabled: isOn });
  return useMemo(() => {
    if (data === undefined) return [];
    const counted = (
      [
        ["task", data.tasks, <ListChecks key="" aria-hidden />],
        ["label", data.tags, <Tag key="" aria-hidden />],
        ["robot", data.robots, <Bot key="" aria-hidden />],
      ] as const
    ).flatMap(([kind, list, icon]) =>
      list.map(({ value, count }) => ({
        id: `${kind} ${value}`,
        icon,
        title: kind === "robot" ? (robotName(value) ?? value) : value,
        words: field(kind, value),
        count,
      })),
    );
    const datasets = data.datasets.map(({ value, label, count }) => ({
      id: `dataset ${value}`,
      icon: <Database aria-hidden />,
      title: label,
      words: field("dataset", value),
      count,
    }));
    return [...datasets, ...counted];
  }, [data]);
}

function run(id: string, icon: ReactNode, query: string, name = query): Suggestion {
  return { id, icon, title: name, detail: name === query ? null : query, does: { kind: "run", query } };
}

/** What the box offers for what stands before the caret: names that are there, saved and recent searches, or examples. */
export function useSuggestions(workspace: string, text: string, isOn: boolean): SuggestionGroup[] {
  const trpc = useTRPC();
  const names = useNames(workspace, isOn);
  const saved = useQuery({ ...trpc.search.saved.list.queryOptions({ workspace }), enabled: isOn });
  return useMemo(() => {
    if (!isOn) return [];
    const words = text.trim().toLowerCase();
    const fits = (one: string): boolean => one.toLowerCase().includes(words) && one.toLowerCase() !== words;
    const kept = (saved.data?.searches ?? []).filter(({ name, query }) => fits(name) || fits(query));
    const recent = readRecent(workspace).filter(fits);
    const completions = names.flatMap((name): Suggestion[] => {
      const start = matchStart(text, name.title);
      if (start === null) return [];
      const detail = name.count === null ? null : String(name.count);
      return [
        {
          id: name.id,
          icon: name.icon,
          title: name.title,
          detail,
          does: { kind: "complete", start, words: name.words },
        },
      ];
    });
    const groups = [
      { heading: "In this workspace", suggestions: completions.slice(0, NAMES_MAX) },
      {
        heading: "Saved",
        suggestions: kept
          .slice(0, WHOLE_MAX)
          .map(({ id, name, query }) => run(`saved ${id}`, <Bookmark aria-hidden />, query, name)),
      },
      {
        heading: "Recent",
        suggestions: recent
          .slice(0, WHOLE_MAX)
          .map((query) => run(`recent ${query}`, <History aria-hidden />, query)),
      },
    ].filter(({ suggestions }) => suggestions.length > 0);
    if (groups.length > 0 || words !== "") return groups;
    return [
      { heading: "For example", suggestions: EXAMPLES.map((query) => run(`example ${query}`, null, query)) },
    ];
  }, [isOn, text, names, saved.data, workspace]);
}
