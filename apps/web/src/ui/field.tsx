"use client";
import { useId, type ComponentProps, type ReactNode } from "react";
import { Input } from "./input.tsx";

type FieldProps = ComponentProps<"input"> & { label: string; hint?: ReactNode; error?: string | undefined };

/** A labelled input with its hint and, when it is wrong, what is wrong. */
export function Field({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium text-ink-2">
        {label}
      </label>
      <Input
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        {...input}
      />
      {note === undefined ? null : (
        <p id={`${id}-note`} className={error === undefined ? "text-xs text-ink-3" : "text-xs text-failure"}>
          {note}
        </p>
      )}
    </div>
  );
}
