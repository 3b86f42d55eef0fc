"use client";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { toast } from "../../ui/toast.tsx";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { useSavedChange } from "./use-saved-change.ts";

/** As many characters as the name of a saved search may have. */
export const NAME_MAX = 80;

/** Keeps the query on screen under a name. */
export function SaveForm({ query }: { query: string }) {
  const { workspace } = useWorkspace();
  const { save } = useSavedChange(workspace.slug);
  const [name, setName] = useState(query.slice(0, NAME_MAX));
  const [isBusy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    if (await save(name.trim(), query)) toast.success(`Saved “${name.trim()}”`);
    setBusy(false);
  };
  return (
    <form
      className="flex gap-2 border-b p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") void submit();
      }}
    >
      <Input
        aria-label="Name of this search"
        autoFocus
        value={name}
        maxLength={NAME_MAX}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" variant="primary" className="max-md:h-10" disabled={isBusy || name.trim() === ""}>
        Save
      </Button>
    </form>
  );
}
