import type { ReactNode } from "react";
import { Mark } from "../../ui/mark.tsx";

/** The one calm card of the pages before sign-in. */
export function AccountCard({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14dvh] pb-8">
      <div className="w-full max-w-80">
        <Mark />
        <h1 className="mt-4 text-xl font-semibold">{title}</h1>
        {lead === undefined ? null : <p className="mt-1 text-sm text-ink-2">{lead}</p>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  );
}
