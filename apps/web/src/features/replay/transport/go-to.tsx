"use client";
import { useRef, useState, type FormEvent } from "react";
import { Field } from "../../../ui/field.tsx";
import { Popover } from "../../../ui/popover.tsx";
import { useKeys } from "../../keys/keys-provider.tsx";
import { useStage } from "../player-context.tsx";
import { formatSeconds } from "../signals/format-value.ts";
import { readMoment } from "./read-moment.ts";

/** Lies over the time and the frame: a press, or T, asks where to go. */
export function GoTo() {
  const [isOpen, setOpen] = useState(false);
  const before = useRef<Element | null>(null);
  const open = (): void => {
    before.current = document.activeElement;
    setOpen(true);
  };
  useKeys("Episode", [{ keys: ["t"], does: "Go to a time or frame", run: open }]);
  return (
    <Popover
      label="Go to a time or frame"
      className="w-64 p-3"
      open={isOpen}
      onOpenChange={(next) => (next ? open() : setOpen(false))}
      onCloseAutoFocus={(event) => {
        // To where it was: after a press by mouse Space still plays.
        event.preventDefault();
        if (before.current instanceof HTMLElement) before.current.focus();
      }}
      trigger={
        <button
          type="button"
          aria-label="Go to a time or frame"
          title="Go to a time or frame (T)"
          onMouseDown={(event) => event.preventDefault()}
          className="absolute -inset-x-1.5 -inset-y-1 rounded hover:bg-ink/5 pointer-coarse:-inset-y-3"
        />
      }
    >
      <GoToForm onGone={() => setOpen(false)} />
    </Popover>
  );
}

function GoToForm({ onGone }: { onGone: () => void }) {
  const { player } = useStage();
  const [text, setText] = useState(() => formatSeconds(player.time));
  const [error, setError] = useState<string>();
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const time = readMoment(text, player.timeline);
    if (time === null) return setError("Not a time or a frame. Try 12.345, 1:02.5 or #247.");
    player.seek(time);
    onGone();
  };
  return (
    <form onSubmit={go}>
      <Field
        label="Go to"
        hint="Seconds, 1:02.5 or a frame: #247"
        error={error}
        value={text}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          setError(undefined);
        }}
      />
    </form>
  );
}
