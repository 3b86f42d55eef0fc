"use client";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPCClient } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/figures.ts";
import { saveFile } from "../../ui/save-file.ts";
import { toast } from "../../ui/toast.tsx";
import { fetchRows } from "../episodes/fetch-rows.ts";
import { episodesCsv } from "./episodes-csv.ts";

interface SaveEpisodesButtonProps {
  workspace: string;
  slug: string;
  episodes: number;
}

/** Saves a table of the dataset's episodes. */
export function SaveEpisodesButton({ workspace, slug, episodes }: SaveEpisodesButtonProps) {
  const client = useTRPCClient();
  const [done, setDone] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const save = async (): Promise<void> => {
    const { signal } = (running.current = new AbortController());
    setDone(0);
    try {
      const source = { workspace, filter: { dataset: slug }, sort: "name" as const, ask: null };
      const range = { first: 0, last: episodes - 1 };
      const rows = await fetchRows(client, source, range, signal, (progress) => setDone(progress.done));
      saveFile(new Blob([episodesCsv(rows, location.origin)], { type: "text/csv" }), `${slug}.csv`);
    } catch (error) {
      if (!signal.aborted) toast.error("The table could not be saved", { description: errorWords(error) });
    }
    if (!signal.aborted) setDone(null);
  };
  return (
    <Button
      disabled={done !== null || episodes === 0}
      onClick={() => void save()}
      title="A table of its episodes, with the address of each one's export"
    >
      <Download aria-hidden />
      {done === null ? "Episodes (CSV)" : `${formatCount(done)} of ${formatCount(episodes)}`}
    </Button>
  );
}
