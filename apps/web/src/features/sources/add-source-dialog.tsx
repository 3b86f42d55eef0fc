"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { FormError } from "../../ui/form-error.tsx";

interface AddSourceDialogProps {
  workspace: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Where the robot's Foxglove server is and what the robot is called. The address is judged while it is typed. */
export function AddSourceDialog({ workspace, open, onOpenChange }: AddSourceDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Record a Foxglove server"
      description="Retake connects as a viewer does, and records until you stop it. The robot needs no new program."
    >
      <AddSourceForm workspace={workspace} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function AddSourceForm({ workspace, onDone }: { workspace: string; onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [url, setUrl] = useState("");
  const [name, setName] = useState("");
  const [robotType, setRobotType] = useState("");
  const [task, setTask] = useState("");
  const add = useMutation(trpc.sources.add.mutationOptions());
  const problem = useAddressProblem(workspace, url);

  const submit = async (): Promise<void> => {
    try {
      await add.mutateAsync({
        workspace,
        url,
        name,
        ...(robotType.trim() === "" ? {} : { robotType }),
        ...(task.trim() === "" ? {} : { task }),
      });
    } catch {
      // Shown below, from the mutation's own state.
      return;
    }
    await queryClient.invalidateQueries(trpc.sources.list.pathFilter());
    onDone();
  };

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field
        label="Address"
        placeholder="ws://192.168.1.20:8765"
        value={url}
        required
        maxLength={1024}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        onChange={(event) => setUrl(event.target.value)}
        hint="Port 8765 unless it was changed."
        error={problem ?? undefined}
      />
      <Field
        label="Name of the robot"
        placeholder="Kitchen arm"
        value={name}
        required
        maxLength={80}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label="Type of the robot"
        placeholder="so101"
        value={robotType}
        maxLength={80}
        autoComplete="off"
        hint="May be left empty."
        onChange={(event) => setRobotType(event.target.value)}
      />
      <Field
        label="Task"
        placeholder="Put the cube in the box"
        value={task}
        maxLength={500}
        autoComplete="off"
        hint="Given to every episode. May be left empty."
        onChange={(event) => setTask(event.target.value)}
      />
      <FormError>{add.error === null ? null : errorWords(add.error)}</FormError>
      <div className="flex justify-end gap-2">
        <Button className="max-md:h-10" onClick={onDone}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="primary"
          className="max-md:h-10"
          disabled={add.isPending || url.trim() === "" || name.trim() === "" || problem !== null}
        >
          {add.isPending ? "Adding" : "Record"}
        </Button>
      </div>
    </form>
  );
}

/** What is wrong with the address; null while nothing is typed or all is well. The server judges: only it knows what is allowed. */
function useAddressProblem(workspace: string, typed: string): string | null {
  const trpc = useTRPC();
  const url = typed.trim();
  // The first letters of any address are no fault yet.
  const isWorthAsking = !"wss://".startsWith(url.toLowerCase()) && !"ws://".startsWith(url.toLowerCase());
  const check = useQuery({
    ...trpc.sources.check.queryOptions({ workspace, url }),
    enabled: isWorthAsking,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return isWorthAsking ? (check.data?.problem ?? null) : null;
}
