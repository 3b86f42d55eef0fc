import { Skeleton } from "../../ui/skeleton.tsx";

/** Cards that are not here yet. */
export function LiveSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3 p-4">
      <Skeleton className="h-6 w-40" />
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,300px),1fr))] gap-3">
        {["a", "b", "c"].map((key) => (
          <div key={key} className="flex flex-col gap-2.5 rounded border p-3">
            <Skeleton className="h-5 w-2/3" />
            <Skeleton className="aspect-4/3 w-full" />
            <Skeleton className="h-4 w-1/2" />
            <Skeleton className="h-6 w-full" />
            <Skeleton className="h-3 w-5/6" />
          </div>
        ))}
      </div>
    </div>
  );
}
