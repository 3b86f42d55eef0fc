import { Skeleton } from "../../ui/skeleton.tsx";

export function FrameSkeleton() {
  return (
    <div className="flex h-dvh overflow-hidden" aria-busy="true">
      <span className="sr-only" role="status">
        Loading
      </span>
      <div className="w-12 shrink-0 border-r bg-panel max-md:hidden lg:w-52" />
      <div className="min-w-0 flex-1">
        <div className="flex h-12 items-center border-b px-4">
          <Skeleton className="h-7 w-80" />
        </div>
      </div>
    </div>
  );
}
