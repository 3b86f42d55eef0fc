import { CircleAlert } from "lucide-react";

/** Why a form was refused, announced when it appears. */
export function FormError({ children }: { children: string | null }) {
  return (
    <div role="alert" aria-live="assertive">
      {children === null ? null : (
        <p className="flex items-start gap-2 text-sm text-failure">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {children}
        </p>
      )}
    </div>
  );
}
