"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { DatasetDetail } from "@retake/trpc/schemas";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/figures.ts";
import { Input } from "../../ui/input.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { usePick } from "./use-pick.ts";

/** What can be done with a picked dataset as a whole. */
export function PickedActions({ dataset }: { dataset: DatasetDetail }) {
  const router = useRouter();
  const { workspace } = useWorkspace();
  const { remove } = usePick(workspace.slug);
  const [asking, setAsking] = useState<"rename" | "delete" | null>(null);
  const close = (): void => setAsking(null);
  return (
    <>
      <Menu
        trigger={
          <Button variant="quiet" size="icon" aria-label="Change the dataset">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => setAsking("rename")}>
          <Pencil aria-hidden />
          Rename
        </MenuItem>
        <MenuItem onSelect={() => setAsking("delete")}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      </Menu>
      <Dialog
        open={asking === "rename"}
        onOpenChange={(open) => {
          if (!open) close();
        }}
        title="Rename the dataset"
      >
        <RenameForm dataset={dataset} workspace={workspace.slug} onDone={close} />
      </Dialog>
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={(open) => {
          if (!open) close();
        }}
        title={`Delete “${dataset.name}”?`}
        action="Delete"
        onConfirm={() => {
          void remove(dataset.slug).then((done) => {
            if (done) router.push(`/w/${encodeURIComponent(workspace.slug)}/datasets`);
          });
        }}
      >
        The choice of {countOf(dataset.episodes, "episode")} is lost. The episodes, their labels and the
        datasets they came with stay.
      </ConfirmDialog>
    </>
  );
}

interface RenameFormProps {
  dataset: DatasetDetail;
  workspace: string;
  onDone: () => void;
}

function RenameForm({ dataset, workspace, onDone }: RenameFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState(dataset.name);
  const rename = useMutation(
    trpc.datasets.picked.rename.mutationOptions({
      onSuccess: async () => {
        onDone();
        await queryClient.invalidateQueries(trpc.datasets.pathFilter());
      },
    }),
  );
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") rename.mutate({ workspace, slug: dataset.slug, name: name.trim() });
      }}
    >
      <Input
        aria-label="Name"
        autoFocus
        value={name}
        maxLength={128}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.target.value)}
      />
      {rename.isError ? (
        <p role="alert" className="text-sm text-failure">
          {errorWords(rename.error)}
        </p>
      ) : null}
      <Button
        type="submit"
        variant="primary"
        className="self-start max-md:h-10"
        disabled={rename.isPending || name.trim() === ""}
      >
        Rename
      </Button>
    </form>
  );
}
