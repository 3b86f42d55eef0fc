"use client";
import { useMutation } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { toast } from "../../ui/toast.tsx";

/** Has all of it made again, once that is confirmed. */
export function RebuildButton({ workspace, isAsked }: { workspace: string; isAsked: boolean }) {
  const trpc = useTRPC();
  const rebuild = useMutation(trpc.index.rebuild.mutationOptions());
  const [isOpen, setOpen] = useState(false);
  const ask = async (): Promise<void> => {
    try {
      await rebuild.mutateAsync({ workspace });
      toast("The index is being rebuilt", {
        description: "Search and the map go on with what there is meanwhile.",
      });
    } catch (error) {
      toast.error("The rebuild could not be asked for", { description: errorWords(error) });
    }
  };
  return (
    <>
      <Button className="max-md:h-10" disabled={isAsked || rebuild.isPending} onClick={() => setOpen(true)}>
        <RotateCw aria-hidden />
        {isAsked ? "Rebuild asked for" : "Rebuild"}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Rebuild the whole index?"
        action="Rebuild"
        onConfirm={() => void ask()}
      >
        Every episode is read again and the maps are laid out anew, which takes a core for a while. Nothing is
        lost: search and the map stay as they are until it is done. Model-written summaries are asked for
        again and count towards the budget.
      </ConfirmDialog>
    </>
  );
}
