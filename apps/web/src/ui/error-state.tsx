"use client";
import { CircleAlert } from "lucide-react";
import { Button } from "./button.tsx";

interface ErrorStateProps {
  /** What could not be done: "The episodes could not be loaded". */
  title: string;
  /** The server's own words. */
  message: string;
  onRetry?: () => void;
}

export function ErrorState({ title, message, onRetry }: ErrorStateProps) {
  return (
    <div
      role="alert"
      className="flex h-full flex-col items-center justify-center gap-2 px-6 py-16 text-center"
    >
      <CircleAlert className="size-6 text-failure" aria-hidden />
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="max-w-lg text-sm break-words text-ink-2">{message}</p>
      {onRetry === undefined ? null : (
        <Button className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
