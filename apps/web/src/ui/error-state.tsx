"use client";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

interface ErrorStateProps {
  /** What could not be done: "The episodes could not be loaded". */
  title: string;
  /** The server's own words. */
  message: string;
  onRetry?: () => void;
  /** It is all of the page, so its title is the page's. */
  isPage?: boolean;
  /** The next thing to do where trying again does not help. */
  action?: ReactNode;
}

export function ErrorState({ title, message, onRetry, isPage = false, action }: ErrorStateProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div
      role="alert"
      className="flex h-full flex-col items-center justify-center gap-2 px-6 py-16 text-center"
    >
      <CircleAlert className="size-6 text-failure" aria-hidden />
      <Title className="text-lg font-semibold">{title}</Title>
      <p className="max-w-lg text-sm break-words text-ink-2">{message}</p>
      {onRetry === undefined ? null : (
        <Button className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      )}
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </div>
  );
}
