"use client";
import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { useRef, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { useSwipeDown } from "./use-swipe-down.ts";

interface BottomSheetProps {
  title: ReactNode;
  /** Beside the button that closes it. */
  actions?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}

/**
 * Slides over the lower half of a phone's screen. What is above stays in use: the sheet then shows something else. It takes the focus and gives it
 * back; a pull at its head, Escape and the button close it.
 */
export function BottomSheet({ title, actions, children, onClose }: BottomSheetProps) {
  const { style, handle } = useSwipeDown(onClose);
  const before = useRef<Element | null>(null);
  return (
    <Primitive.Root
      open
      modal={false}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Primitive.Portal>
        <Primitive.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            before.current = document.activeElement;
            // All of it, not the button that closes it.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (before.current instanceof HTMLElement) before.current.focus();
          }}
          onInteractOutside={(event) => event.preventDefault()}
          style={style}
          className="fixed inset-x-0 bottom-0 z-30 flex h-[48dvh] animate-[rise_120ms_ease-out] flex-col rounded-t bg-raised pb-[env(safe-area-inset-bottom)] shadow-float outline-none"
        >
          <header {...handle} data-handle className="shrink-0 touch-none border-b pb-1 select-none">
            <span aria-hidden className="mx-auto my-2 block h-1 w-9 rounded-full bg-line-strong" />
            <div className="flex items-center gap-1 pr-1 pl-4">
              <Primitive.Title className="min-w-0 flex-1 truncate text-base font-semibold">
                {title}
              </Primitive.Title>
              {actions}
              <Primitive.Close asChild>
                <Button variant="quiet" size="icon" className="size-10" aria-label="Close">
                  <X aria-hidden />
                </Button>
              </Primitive.Close>
            </div>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
