import { Skeleton } from "../../ui/skeleton.tsx";

/** The episode page in the shape it will have. */
export function EpisodeSkeleton() {
  return (
    <div role="status" aria-label="Loading the episode" className="flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-center gap-3 border-b px-3">
        <Skeleton className="h-5 w-28" />
        <Skeleton className="h-4 w-64 max-w-[40%]" />
      </div>
      <div className="grid min-h-48 flex-1 grid-cols-2 gap-2 p-2">
        <Skeleton />
        <Skeleton />
      </div>
      <div className="flex h-10 shrink-0 items-center gap-3 px-3">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-4 w-32" />
      </div>
      <Skeleton className="mx-2 h-9 shrink-0" />
      <div className="flex flex-1 flex-col gap-2 p-2">
        <Skeleton className="flex-1" />
        <Skeleton className="flex-1" />
      </div>
    </div>
  );
}
