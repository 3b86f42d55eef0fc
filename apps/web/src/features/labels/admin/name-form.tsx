"use client";
import { Plus } from "lucide-react";
import { useState, type FormEvent } from "react";
import { Button } from "../../../ui/button.tsx";
import { Input } from "../../../ui/input.tsx";

const NAME_LENGTH_MAX = 64;

/** Adds something by its name. */
export function NameForm({ label, onAdd }: { label: string; onAdd: (name: string) => void }) {
  const [name, setName] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") onAdd(name.trim());
    setName("");
  };
  return (
    <form onSubmit={submit} className="flex max-w-64 gap-1">
      <Input
        aria-label={label}
        placeholder={label}
        value={name}
        maxLength={NAME_LENGTH_MAX}
        onChange={(event) => setName(event.target.value)}
        className="h-7 text-xs"
      />
      <Button
        type="submit"
        variant="quiet"
        size="iconSm"
        aria-label={`Add ${label.toLowerCase()}`}
        disabled={name.trim() === ""}
      >
        <Plus aria-hidden />
      </Button>
    </form>
  );
}
