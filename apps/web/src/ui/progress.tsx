import { cn } from "./cn.ts";

interface ProgressProps {
  label: string;
  /** 0 to 1; null while the end is not known. */
  value: number | null;
  className?: string;
}

export function Progress({ label, value, className }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { "aria-valuenow": percent })}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-hover", className)}
    >
      <div
        className={cn(
          "h-full rounded-full bg-accent-fill transition-[width] duration-100",
          percent === null && "animate-skeleton",
        )}
        style={{ width: `${percent ?? 100}%` }}
      />
    </div>
  );
}
