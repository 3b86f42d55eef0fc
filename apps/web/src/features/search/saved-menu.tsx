"use client";
import { useQuery } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Popover } from "../../ui/popover.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { SaveForm } from "./save-form.tsx";
import { SavedItem } from "./saved-item.tsx";
import { useSearchTarget } from "./use-search-target.ts";

/** The workspace's saved searches, beside the box; the one on screen can be kept here. */
export function SavedMenu() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label="Saved searches"
      open={isOpen}
      onOpenChange={setOpen}
      className="w-[min(24rem,calc(100vw-16px))] p-0"
      trigger={
        <Button
          variant="quiet"
          size="icon"
          aria-label="Saved searches"
          title="Saved searches"
          className="max-md:size-10"
        >
          <Bookmark aria-hidden />
        </Button>
      }
    >
      {isOpen ? <Saved onClose={() => setOpen(false)} /> : null}
    </Popover>
  );
}

function Saved({ onClose }: { onClose: () => void }) {
  const { workspace } = useWorkspace();
  const { edit: canEdit } = useCan();
  const trpc = useTRPC();
  const { q, run } = useSearchTarget();
  const saved = useQuery(trpc.search.saved.list.queryOptions({ workspace: workspace.slug }));
  const searches = saved.data?.searches;
  const isKept = searches?.some(({ query }) => query === q) === true;
  return (
    <div>
      {q === "" || isKept || !canEdit ? null : <SaveForm query={q} />}
      {searches === undefined ? (
        saved.isError ? (
          <div role="alert" className="flex items-center gap-2 p-3 text-xs">
            <span className="min-w-0 flex-1">
              The saved searches could not be loaded. {errorWords(saved.error)}
            </span>
            <Button size="sm" onClick={() => void saved.refetch()}>
              Try again
            </Button>
          </div>
        ) : (
          <div className="flex flex-col gap-2 p-3">
            <Skeleton className="h-4 w-2/3" />
            <Skeleton className="h-4 w-1/2" />
          </div>
        )
      ) : searches.length === 0 ? (
        <p className="p-4 text-center text-xs text-ink-2">
          {q === ""
            ? "Search for something, then keep it here under a name, for everybody in the workspace."
            : "Nothing is saved yet."}
        </p>
      ) : (
        <ul aria-label="Saved searches" className="max-h-[60dvh] overflow-y-auto p-1">
          {searches.map((search) => (
            <SavedItem
              key={search.id}
              search={search}
              isCurrent={search.query === q}
              canEdit={canEdit}
              onRun={() => {
                onClose();
                run(search.query);
              }}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
