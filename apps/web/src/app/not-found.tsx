import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

export const metadata: Metadata = { title: "No such page" };

export default function NotFound() {
  return (
    <main className="h-dvh">
      <EmptyState
        isPage
        title="There is no such page"
        action={
          <Button asChild variant="primary">
            <Link href="/">Go to the episodes</Link>
          </Button>
        }
      >
        The address may be mistyped, or what it named was removed.
      </EmptyState>
    </main>
  );
}
