import type { IndexStatus } from "@retake/trpc/schemas";
import Link from "next/link";
import { countOf, formatCount } from "../../ui/figures.ts";

interface FailureListProps {
  workspace: string;
  failures: IndexStatus["failures"];
  failed: number;
}

/** Episodes of which something is missing, and why; what is there of them is found all the same. */
export function FailureList({ workspace, failures, failed }: FailureListProps) {
  return (
    <section>
      <h2 className="text-base font-semibold">{countOf(failed, "episode")} not whole</h2>
      <p className="mb-1 text-sm text-ink-2">
        Found by what is known of them. They are tried again when they change.
      </p>
      <ul className="divide-y border-y">
        {failures.map(({ sessionId, reasons }) => (
          <li key={sessionId} className="flex flex-col gap-0.5 py-2 text-sm">
            <Link
              className="w-fit font-medium text-accent wrap-anywhere hover:underline"
              href={`/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(sessionId)}`}
            >
              {sessionId}
            </Link>
            {reasons.map((reason) => (
              <span key={reason} className="text-ink-2 wrap-anywhere">
                {reason}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {failed > failures.length ? (
        <p className="mt-1 text-sm text-ink-3">and {formatCount(failed - failures.length)} more</p>
      ) : null}
    </section>
  );
}
