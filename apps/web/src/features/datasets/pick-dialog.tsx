"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf, formatCount } from "../../ui/figures.ts";
import { Input } from "../../ui/input.tsx";
import { usePick, type PickTarget } from "./use-pick.ts";

const NAME_MAX = 128;
const OFFERED_MAX = 24;

/** Chosen episodes that are to be a dataset. */
export interface ToPick {
  sessionIds: readonly string[];
  /** The dataset is opened as a list afterwards. */
  isOpened: boolean;
}

interface PickDialogProps {
  workspace: string;
  /** Null when the dialog is closed. */
  what: ToPick | null;
  onClose: () => void;
}

/** Puts chosen episodes into a dataset: a new one, or one that was picked before. */
export function PickDialog({ workspace, what, onClose }: PickDialogProps) {
  const count = what?.sessionIds.length ?? 0;
  return (
    <Dialog
      open={what !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={what?.isOpened === true ? "Open as dataset" : "Add to a dataset"}
      description={
        count === 1
          ? "1 episode. It stays in the dataset it came with."
          : `${countOf(count, "episode")}. They stay in the datasets they came with.`
      }
    >
      {what === null ? null : <PickForm workspace={workspace} what={what} onDone={onClose} />}
    </Dialog>
  );
}

function PickForm({ workspace, what, onDone }: { workspace: string; what: ToPick; onDone: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState("");
  const { pick, isBusy } = usePick(workspace);
  const datasets = useQuery(trpc.datasets.list.queryOptions({ workspace }));
  const words = name.trim().toLowerCase();
  const all = datasets.data?.datasets ?? [];
  const known = all.filter((one) => one.kind === "picked");
  const same = known.find((one) => one.name.toLowerCase() === words);
  const isImported = all.some((one) => one.kind === "imported" && one.name.toLowerCase() === words);
  const send = async (target: PickTarget): Promise<void> => {
    const slug = await pick(target, what.sessionIds);
    if (slug === null) return;
    onDone();
    if (what.isOpened)
      router.push(`/w/${encodeURIComponent(workspace)}/episodes?dataset=${encodeURIComponent(slug)}`);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (words !== "" && !isBusy && !isImported) void send(same ?? { name: name.trim() });
      }}
    >
      <Input
        aria-label="Dataset"
        placeholder={known.length === 0 ? "Name of the new dataset" : "New name, or one below"}
        autoFocus
        value={name}
        maxLength={NAME_MAX}
        aria-invalid={isImported}
        onChange={(event) => setName(event.target.value)}
      />
      {isImported ? (
        <p role="alert" className="text-sm text-failure">
          An imported dataset has this name. Choose another.
        </p>
      ) : null}
      {datasets.isError ? (
        <p role="alert" className="text-sm text-failure">
          {errorWords(datasets.error)}
        </p>
      ) : null}
      <ul aria-label="Picked datasets" className="flex flex-col empty:hidden">
        {known
          .filter((one) => one.name.toLowerCase().includes(words))
          .slice(0, OFFERED_MAX)
          .map((one) => (
            <li key={one.slug}>
              <Button
                type="button"
                variant="quiet"
                className="w-full justify-between max-md:h-10"
                disabled={isBusy}
                onClick={() => void send(one)}
              >
                <span className="truncate">{one.name}</span>
                <span className="figures shrink-0 text-ink-3">{formatCount(one.episodes)}</span>
              </Button>
            </li>
          ))}
      </ul>
      <Button
        type="submit"
        variant="primary"
        className="max-w-full self-start max-md:h-10"
        disabled={words === "" || isBusy || isImported}
      >
        <span className="truncate">
          {same === undefined
            ? what.isOpened
              ? "Make and open"
              : "Make the dataset"
            : `Add to “${same.name}”`}
        </span>
      </Button>
    </form>
  );
}
