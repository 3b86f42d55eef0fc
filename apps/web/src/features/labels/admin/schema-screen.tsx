"use client";
import { labelSchemaSchema, type LabelSchema } from "@retake/collab/label-schema";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorWords, statusOf } from "../../../trpc/errors.ts";
import { useTRPC } from "../../../trpc/use-trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { FormError } from "../../../ui/form-error.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useCan, useWorkspace } from "../../frame/workspace-context.tsx";
import { withNewLane } from "./edit-schema.ts";
import { LaneEditor } from "./lane-editor.tsx";
import { NameForm } from "./name-form.tsx";

/** Admin → Labels: the lanes and classes everybody labels with. Owners and admins change them. */
export function SchemaScreen() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const stored = useQuery(
    trpc.labels.schema.get.queryOptions(
      { workspace: workspace.slug },
      { refetchOnWindowFocus: false, staleTime: 0 },
    ),
  );
  if (stored.isError)
    return (
      <ErrorState
        title="The labels could not be loaded"
        message={errorWords(stored.error)}
        onRetry={() => void stored.refetch()}
      />
    );
  if (stored.data === undefined) return <Skeleton className="mx-auto mt-6 h-64 max-w-3xl" />;
  const { version, schema } = stored.data;
  return (
    <SchemaForm
      key={version}
      version={version}
      stored={schema}
      onReload={async () => void (await stored.refetch())}
    />
  );
}

interface SchemaFormProps {
  version: number;
  stored: LabelSchema;
  onReload: () => Promise<void>;
}

function SchemaForm({ version, stored, onReload }: SchemaFormProps) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { administer } = useCan();
  const [draft, setDraft] = useState(stored);
  const save = useMutation(
    trpc.labels.schema.set.mutationOptions({
      onSuccess: async () => {
        toast.success("The labels were saved. Open episodes have them already.");
        await onReload();
      },
    }),
  );
  const checked = labelSchemaSchema.safeParse(draft);
  const isConflict = statusOf(save.error) === 409;
  const isChanged = draft !== stored;
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6 px-4 py-6">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="text-xl font-semibold">Labels</h1>
        <span className="figures text-ink-3">version {version}</span>
        {administer ? (
          <div className="ml-auto flex gap-2">
            <Button disabled={!isChanged} onClick={() => setDraft(stored)}>
              Discard
            </Button>
            <Button
              variant="primary"
              disabled={!isChanged || !checked.success || save.isPending}
              onClick={() => save.mutate({ workspace: workspace.slug, version, schema: draft })}
            >
              Save
            </Button>
          </div>
        ) : null}
      </header>
      <p className="text-sm text-ink-2">
        Lanes are the rows under an episode, classes what is written into them. Renaming keeps all labels;
        labels of a class that is removed stay in their episodes, in grey.
      </p>
      {save.error === null ? null : <FormError>{errorWords(save.error)}</FormError>}
      {isConflict ? (
        <Button className="self-start" onClick={() => void onReload()}>
          Load theirs, and lose what I changed here
        </Button>
      ) : null}
      {checked.success ? null : (
        <FormError>{checked.error.issues[0]?.message ?? "This cannot be saved."}</FormError>
      )}
      {draft.lanes.map((lane) => (
        <LaneEditor key={lane.id} lane={lane} schema={draft} onChange={administer ? setDraft : null} />
      ))}
      {administer ? <NameForm label="New lane" onAdd={(name) => setDraft(withNewLane(draft, name))} /> : null}
    </div>
  );
}
