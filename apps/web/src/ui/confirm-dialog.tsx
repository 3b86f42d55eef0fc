"use client";
import { AlertDialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The question: "Remove Vera from Lab?". */
  title: string;
  /** What is lost and what is kept. */
  children: ReactNode;
  /** What the button does: "Remove". */
  action: string;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back. The way out has the focus; a press beside the dialog does nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Primitive.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Primitive.Content className="fixed top-[20dvh] left-1/2 z-50 max-h-[70dvh] w-[calc(100vw-32px)] max-w-96 -translate-x-1/2 overflow-y-auto rounded bg-raised p-4 shadow-float outline-none">
          <Primitive.Title className="text-base font-semibold break-words">{props.title}</Primitive.Title>
          <Primitive.Description className="mt-1 text-sm text-ink-2">{props.children}</Primitive.Description>
          <div className="mt-4 flex justify-end gap-2">
            <Primitive.Cancel asChild>
              <Button className="max-md:h-10">Cancel</Button>
            </Primitive.Cancel>
            <Primitive.Action asChild>
              <Button variant="danger" className="max-md:h-10" onClick={props.onConfirm}>
                {props.action}
              </Button>
            </Primitive.Action>
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
