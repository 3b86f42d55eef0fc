"use client";
import { ErrorState } from "../ui/error-state.tsx";

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState
      isPage
      title="This screen stopped working"
      message="What was saved is kept. Try again; if it stops here again, reload the page."
      onRetry={reset}
    />
  );
}
