"use client";
import { changeAnnotation, removeAnnotation, reviewAnnotation } from "@retake/collab/document";
import { classesOf } from "@retake/collab/label-schema";
import { DropdownMenu as Primitive } from "radix-ui";
import { useState, type ReactNode } from "react";
import { Kbd } from "../../../ui/kbd.tsx";
import { categorical } from "../../../ui/palette.ts";
import { attempt } from "../session/edit.ts";
import { useLabels, useSchema } from "../session/labels-context.tsx";
import { mergeWithNext, select, splitHere } from "../session/selection.ts";

interface Place {
  id: string;
  x: number;
  y: number;
}

const ITEM =
  "flex h-7 select-none items-center gap-2 rounded-sm px-2 text-xs outline-none data-highlighted:bg-hover";

/** Double click or right click on a label: its classes, and what else can be done with it. */
export function SegmentMenu({ children }: { children: ReactNode }) {
  const session = useLabels();
  const [place, setPlace] = useState<Place | null>(null);
  const open = (event: React.MouseEvent): void => {
    const element =
      event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-label-id]") : null;
    const id = element?.dataset["labelId"];
    const one = id === undefined ? undefined : session.lanes.annotation(id);
    if (one === undefined || !session.canEdit) return;
    event.preventDefault();
    event.stopPropagation();
    select(session, one, false);
    setPlace({ id: one.id, x: event.clientX, y: event.clientY });
  };
  return (
    <div className="absolute inset-0" onContextMenu={open}>
      {children}
      <Primitive.Root
        modal={false}
        open={place !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setPlace(null))}
      >
        <Primitive.Trigger asChild>
          <span
            aria-hidden
            className="pointer-events-none fixed size-0"
            style={{ left: place?.x ?? 0, top: place?.y ?? 0 }}
          />
        </Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            aria-label="Label"
            side="top"
            align="start"
            collisionPadding={8}
            onCloseAutoFocus={(event) => event.preventDefault()}
            className="z-50 max-h-[60dvh] min-w-44 overflow-y-auto rounded bg-raised p-1 shadow-float outline-none"
          >
            {place === null ? null : <Items id={place.id} />}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </div>
  );
}

function Items({ id }: { id: string }) {
  const session = useLabels();
  const schema = useSchema();
  const one = session.lanes.annotation(id);
  if (one === undefined) return null;
  const rename = (label: string): void =>
    void attempt(session, (editing) => changeAnnotation(editing, id, { label }));
  const review = (state: "accepted" | "rejected"): void =>
    void attempt(session, (editing) => reviewAnnotation(editing, id, state));
  const comment = (): void =>
    session.tool.change({ tab: "comments", thread: null, composing: { t: one.start, annotationId: id } });
  return (
    <>
      {classesOf(schema, one.lane).map(({ id: label, name, colour, hotkey }) => (
        <Primitive.Item key={label} className={ITEM} onSelect={() => rename(label)}>
          <span
            aria-hidden
            className="size-2.5 rounded-full"
            style={{ backgroundColor: categorical(colour) }}
          />
          <span className={label === one.label ? "flex-1 font-medium" : "flex-1"}>{name}</span>
          {hotkey === null ? null : <Kbd keys={hotkey} />}
        </Primitive.Item>
      ))}
      <Primitive.Separator className="-mx-1 my-1 h-px bg-line" />
      {one.state === "proposed" ? (
        <>
          <Action keys="a" does="Accept" run={() => review("accepted")} />
          <Action keys="r" does="Reject" run={() => review("rejected")} />
        </>
      ) : null}
      {one.end === null || one.state === "proposed" ? null : (
        <>
          <Action keys="\" does="Split at the playhead" run={() => splitHere(session)} />
          <Action keys="|" does="Merge with the next" run={() => mergeWithNext(session)} />
        </>
      )}
      <Action keys="c" does="Comment" run={comment} />
      <Action
        keys="x"
        does="Remove"
        run={() => void attempt(session, (editing) => removeAnnotation(editing, id))}
      />
    </>
  );
}

function Action({ keys, does, run }: { keys: string; does: string; run: () => void }) {
  return (
    <Primitive.Item className={ITEM} onSelect={run}>
      <span className="flex-1">{does}</span>
      <Kbd keys={keys} />
    </Primitive.Item>
  );
}
