"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CornerLeftUp, Database, Folder, Star } from "lucide-react";
import { useState, type ReactNode } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC, type Outputs } from "../../trpc/use-trpc.ts";
import { Badge } from "../../ui/badge.tsx";
import { cn } from "../../ui/cn.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/figures.ts";
import { Skeleton } from "../../ui/skeleton.tsx";

type Listed = Outputs["imports"]["folders"]["folders"][number];

interface FolderDialogProps {
  workspace: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChoose: (path: string) => void;
}

/** Walks the server's folders an import may start from; datasets among them are marked and chosen with one press. */
export function FolderDialog({ workspace, open, onOpenChange, onChoose }: FolderDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Choose a folder" className="max-w-lg">
      <FolderList
        workspace={workspace}
        onChoose={(path) => {
          onOpenChange(false);
          onChoose(path);
        }}
      />
    </Dialog>
  );
}

function FolderList({ workspace, onChoose }: { workspace: string; onChoose: (path: string) => void }) {
  const trpc = useTRPC();
  const [path, setPath] = useState<string | undefined>(undefined);
  const first = useQuery({ ...trpc.imports.folders.queryOptions({ workspace }), staleTime: 0 });
  const folders = useQuery({
    ...trpc.imports.folders.queryOptions({ workspace, ...(path === undefined ? {} : { path }) }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (folders.isError) {
    return (
      <div className="flex flex-col items-start gap-2">
        <p role="alert" className="text-sm text-failure">
          {errorWords(folders.error)}
        </p>
        <FolderButton icon={<CornerLeftUp aria-hidden />} onClick={() => setPath(undefined)}>
          Back to the start
        </FolderButton>
      </div>
    );
  }
  if (folders.data === undefined) return <Skeleton className="h-52" />;
  const { parent } = folders.data;
  const open = (folder: Listed): void => {
    if (folder.isDataset) onChoose(folder.path);
    else setPath(folder.path);
  };
  const sorted = folders.data.folders.toSorted((a, b) => Number(b.isDataset) - Number(a.isDataset));
  const datasets = sorted.filter((folder) => folder.isDataset).length;
  const isRoots = folders.data.path === "";
  const isBelowRoots = path !== undefined && first.data?.path === "";
  return (
    <div>
      <h3 className={cn("mb-2 font-normal wrap-anywhere text-ink-2", isRoots ? "text-sm" : "figures")}>
        {isRoots ? "Imports are allowed from these folders." : folders.data.path}
      </h3>
      <ul className="-mx-2 max-h-[48dvh] overflow-y-auto">
        {parent === null && !isBelowRoots ? null : (
          <li>
            <FolderButton icon={<CornerLeftUp aria-hidden />} onClick={() => setPath(parent ?? undefined)}>
              One up
            </FolderButton>
          </li>
        )}
        {folders.data.shortcuts.map((folder) => (
          <FolderLine key={folder.path} folder={folder} icon={<Star aria-hidden />} onOpen={open} />
        ))}
        {sorted.map((folder) => (
          <FolderLine
            key={folder.path}
            folder={folder}
            icon={
              folder.isDataset ? <Database className="!text-accent" aria-hidden /> : <Folder aria-hidden />
            }
            onOpen={open}
          />
        ))}
      </ul>
      <p role="status" className="mt-2 text-xs text-ink-3">
        {sorted.length === 0 ? "There is no folder in here." : foundWords(datasets)}
      </p>
    </div>
  );
}

function foundWords(datasets: number): string {
  return datasets === 0
    ? "None of these is a dataset; press one to look inside."
    : `${countOf(datasets, "dataset")} in here. A press shows what is in it; nothing is imported yet.`;
}

interface FolderLineProps {
  folder: Listed;
  icon: ReactNode;
  onOpen: (folder: Listed) => void;
}

function FolderLine({ folder, icon, onOpen }: FolderLineProps) {
  return (
    <li>
      <FolderButton icon={icon} onClick={() => onOpen(folder)}>
        <span className="min-w-0 flex-1 truncate text-left" title={folder.path}>
          {folder.name}
        </span>
        {folder.isDataset ? <Badge tone="accent">dataset</Badge> : null}
      </FolderButton>
    </li>
  );
}

function FolderButton(props: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={props.onClick}
      className="flex h-8 w-full items-center gap-2 rounded px-2 text-sm hover:bg-hover max-md:h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
    >
      {props.icon}
      {props.children}
    </button>
  );
}
