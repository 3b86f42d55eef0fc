"use client";
import type { EpisodeFilter } from "@retake/trpc/schemas";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/figures.ts";
import { toast } from "../../ui/toast.tsx";

/** Chosen episodes, or all that match a filter, and how many those are. */
export interface ToAssign {
  episodes: { sessionIds: string[] } | { filter: EpisodeFilter };
  count: number;
}

interface AssignDialogProps {
  workspace: string;
  /** Null when the dialog is closed. */
  what: ToAssign | null;
  onClose: () => void;
}

/** Gives episodes to people to label. */
export function AssignDialog({ workspace, what, onClose }: AssignDialogProps) {
  return (
    <Dialog
      open={what !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Assign ${countOf(what?.count ?? 0, "episode")}`}
    >
      {what === null ? null : <AssignForm workspace={workspace} what={what} onDone={onClose} />}
    </Dialog>
  );
}

function AssignForm({ workspace, what, onDone }: { workspace: string; what: ToAssign; onDone: () => void }) {
  const trpc = useTRPC();
  const create = useMutation(trpc.assignments.create.mutationOptions());
  const { data } = useQuery(trpc.members.list.queryOptions({ workspace }));
  const people = (data?.members ?? []).filter(({ role }) => role !== "viewer");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isEveryone, setEveryone] = useState(false);
  const [isBlind, setBlind] = useState(false);
  const [isGold, setGold] = useState(false);
  const isShared = chosen.length > 1 && !isEveryone;

  const send = async (): Promise<void> => {
    try {
      const { assigned, skipped } = await create.mutateAsync({
        workspace,
        episodes: what.episodes,
        people: [...chosen],
        split: isEveryone ? "everyone" : "share",
        blind: isBlind,
        gold: isBlind && isGold,
      });
      const kept = `${countOf(skipped, "episode")} had somebody already and stayed theirs.`;
      if (assigned === 0) toast("Nothing new was assigned", { description: kept });
      else
        toast.success(`${countOf(assigned, "episode")} assigned`, skipped > 0 ? { description: kept } : {});
      onDone();
    } catch (error) {
      toast.error("Nothing was assigned", { description: errorWords(error) });
    }
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0 && !create.isPending) void send();
      }}
    >
      <fieldset className="flex flex-col">
        <legend className="mb-1 text-xs font-medium text-ink-3">To</legend>
        <div className="max-h-56 overflow-y-auto">
          {people.map(({ userId, name, email }) => (
            <Choice
              key={userId}
              label={name ?? email ?? "Somebody"}
              detail={name === null ? "" : (email ?? "")}
              checked={chosen.includes(userId)}
              onChange={(checked) =>
                setChosen((before) =>
                  checked ? [...before, userId] : before.filter((one) => one !== userId),
                )
              }
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="flex flex-col border-t pt-3">
        <Choice
          label="Each episode to every one of them"
          detail={isShared ? "else they share them out evenly" : ""}
          checked={isEveryone}
          disabled={chosen.length < 2}
          onChange={setEveryone}
        />
        <Choice
          label="Blind"
          detail="each labels in a layer of their own and does not see the others'"
          checked={isBlind}
          onChange={setBlind}
        />
        <Choice
          label="Measure against gold episodes"
          detail="those among them that have a reference; nobody is told which"
          checked={isBlind && isGold}
          disabled={!isBlind}
          onChange={setGold}
        />
      </fieldset>
      <Button
        type="submit"
        variant="primary"
        className="self-start max-md:h-10"
        disabled={chosen.length === 0 || create.isPending}
      >
        {create.isPending ? "Assigning" : "Assign"}
      </Button>
    </form>
  );
}

interface ChoiceProps {
  label: string;
  detail: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

function Choice({ label, detail, checked, disabled = false, onChange }: ChoiceProps) {
  return (
    <label className="flex min-h-8 items-center gap-2.5 py-0.5 text-sm has-disabled:opacity-60 max-md:min-h-10">
      <Checkbox
        aria-label={label}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
      />
      <span>
        {label}
        {detail === "" ? null : <span className="text-ink-2"> · {detail}</span>}
      </span>
    </label>
  );
}
