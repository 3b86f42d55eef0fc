"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CornerLeftUp, Database, Folder } from "lucide-react";
import { useState, type ReactNode } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Badge } from "../../ui/badge.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

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
  const sorted = folders.data.folders.toSorted((a, b) => Number(b.isDataset) - Number(a.isDataset));
  return (
    <div>
      <p className="figures mb-2 break-all text-ink-2">{folders.data.path}</p>
      <ul className="-mx-2 max-h-[48dvh] overflow-y-auto">
        {parent === null ? null : (
          <li>
            <FolderButton icon={<CornerLeftUp aria-hidden />} onClick={() => setPath(parent)}>
              One up
            </FolderButton>
          </li>
        )}
        {sorted.map((folder) => (
          <li key={folder.path}>
            <FolderButton
              icon={
                folder.isDataset ? <Database className="!text-accent" aria-hidden /> : <Folder aria-hidden />
              }
              onClick={() => (folder.isDataset ? onChoose(folder.path) : setPath(folder.path))}
            >
              <span className="min-w-0 flex-1 truncate text-left">{folder.name}</span>
              {folder.isDataset ? <Badge tone="accent">dataset</Badge> : null}
            </FolderButton>
          </li>
        ))}
      </ul>
      {sorted.length === 0 ? <p className="py-4 text-sm text-ink-2">There is no folder in here.</p> : null}
    </div>
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
