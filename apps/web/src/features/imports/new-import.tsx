"use client";
import type { ImportJobView } from "@retake/trpc/schemas";
import { useMutation, useQuery } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { FolderDialog } from "./folder-dialog.tsx";
import { Inspection } from "./inspection.tsx";

interface NewImportProps {
  workspace: string;
  onStarted: (job: ImportJobView) => void;
}

/** Name a dataset, see what is in it, then import it. Nothing is written before the last press. */
export function NewImport({ workspace, onStarted }: NewImportProps) {
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const [isBrowsing, setBrowsing] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const inspection = useQuery({
    ...trpc.imports.inspect.queryOptions({ workspace, dataset: asked ?? "-" }),
    enabled: asked !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const start = useMutation(trpc.imports.start.mutationOptions());

  const inspect = (dataset: string): void => {
    const wanted = dataset.trim();
    start.reset();
    if (wanted === "") return;
    if (wanted === asked) void inspection.refetch();
    else setAsked(wanted);
  };
  const begin = async (episodes: number | undefined): Promise<void> => {
    if (asked === null) return;
    try {
      const job = await start.mutateAsync({
        workspace,
        dataset: asked,
        ...(episodes === undefined ? {} : { episodes }),
      });
      onStarted(job);
      setAsked(null);
      setName("");
    } catch {
      // Shown below, from the mutation's own state.
    }
  };
  const problem = start.error ?? (asked !== null && inspection.isError ? inspection.error : null);

  return (
    <section className="flex flex-col gap-4">
      <div>
        <h1 className="text-xl font-semibold">Import a dataset</h1>
        <p className="text-sm text-ink-2">
          LeRobot v2.0, v2.1 or v3.0, from huggingface.co or from a folder of this machine.
        </p>
      </div>
      <form
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          inspect(name);
        }}
      >
        <Input
          aria-label="Hub id or folder"
          placeholder="lerobot/pusht, or /path/to/a/dataset"
          value={name}
          maxLength={1024}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          className="min-w-60 flex-1"
        />
        <Button className="max-md:h-10" onClick={() => setBrowsing(true)}>
          <FolderOpen aria-hidden />
          Choose a folder
        </Button>
        <Button
          type="submit"
          variant="primary"
          className="max-md:h-10"
          disabled={name.trim() === "" || inspection.isFetching}
        >
          {inspection.isFetching ? "Looking" : "See what is in it"}
        </Button>
      </form>
      <FormError>{problem === null ? null : errorWords(problem)}</FormError>
      {asked !== null && inspection.isFetching ? <Skeleton className="h-40" /> : null}
      {asked !== null && inspection.data !== undefined && !inspection.isFetching ? (
        <Inspection
          inspection={inspection.data}
          isBusy={start.isPending}
          onImport={(episodes) => void begin(episodes)}
          onCancel={() => setAsked(null)}
        />
      ) : null}
      <FolderDialog
        workspace={workspace}
        open={isBrowsing}
        onOpenChange={setBrowsing}
        onChoose={(path) => {
          setName(path);
          inspect(path);
        }}
      />
    </section>
  );
}
