"use client";
import type { ReactNode } from "react";
import { Button } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";

interface TransportButtonProps {
  label: string;
  keys?: string;
  isPressed?: boolean;
  onPress: () => void;
  children: ReactNode;
}

/** A press by mouse leaves the focus where it was, so that Space still plays afterwards. */
export function TransportButton({ label, keys, isPressed, onPress, children }: TransportButtonProps) {
  return (
    <Tooltip label={label} side="top" {...(keys === undefined ? {} : { keys })}>
      <Button
        variant="quiet"
        size="icon"
        aria-label={label}
        {...(isPressed === undefined ? {} : { "aria-pressed": isPressed })}
        className={isPressed === true ? "bg-accent-soft text-accent" : ""}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
