import { CircleAlert } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

/** The shape of hits that are on their way. */
export function HitsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Looking</span>
      {Array.from({ length: 5 }, (_, i) => (
        <div key={i} className="flex gap-2">
          <Skeleton className="h-12 w-16 shrink-0" />
          <div className="flex flex-1 flex-col gap-2 py-1">
            <Skeleton className="h-3 w-2/3" />
            <Skeleton className="h-1 w-full" />
            <Skeleton className="h-3 w-1/2" />
          </div>
        </div>
      ))}
    </div>
  );
}

export function HitsFailure({ words, onRetry }: { words: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center gap-2 py-6 text-center text-xs">
      <CircleAlert className="size-5 text-failure" aria-hidden />
      <p className="break-words text-ink-2">{words}</p>
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
