"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useMemo, type ReactNode } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LiveCountProvider } from "../live/live-count.tsx";
import { ReviewCountProvider } from "../review/review-count.tsx";
import { signOutHere } from "./sign-out.ts";
import { BottomBar } from "./bottom-bar.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { FrameSkeleton } from "./frame-skeleton.tsx";
import { Sidebar } from "./sidebar.tsx";
import { TopBar } from "./top-bar.tsx";
import { WorkspaceContext } from "./workspace-context.tsx";

/** What surrounds every signed-in screen. Asks once who is here, and shows nothing of a workspace that is not theirs. */
export function Frame({ children }: { children: ReactNode }) {
  const params = useParams<{ ws?: string }>();
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions());
  const slug = params.ws === undefined ? undefined : decodeURIComponent(params.ws);
  const workspace =
    slug === undefined ? me.data?.workspaces[0] : me.data?.workspaces.find((w) => w.slug === slug);
  const value = useMemo(
    () => (me.data === undefined || workspace === undefined ? null : { me: me.data, workspace }),
    [me.data, workspace],
  );

  if (me.isError) {
    return (
      <main className="h-dvh">
        <ErrorState
          isPage
          title="The workspace could not be opened"
          message={errorWords(me.error)}
          onRetry={() => void me.refetch()}
        />
      </main>
    );
  }
  if (me.isPending) return <FrameSkeleton />;
  if (value === null) {
    return (
      <main className="h-dvh">
        <EmptyState
          isPage
          title={slug === undefined ? "You are in no workspace" : "This workspace was not found"}
          action={
            slug === undefined ? (
              <Button onClick={() => void signOutHere()}>Sign out</Button>
            ) : (
              <Button asChild variant="primary">
                <Link href="/">Go to your workspace</Link>
              </Button>
            )
          }
        >
          {slug === undefined
            ? "Ask an owner or admin for an invitation link."
            : "It does not exist, or you are not a member. Check the address, or ask for an invitation."}
        </EmptyState>
      </main>
    );
  }
  return (
    <WorkspaceContext value={value}>
      <LiveCountProvider key={value.workspace.slug} workspace={value.workspace.slug}>
        <ReviewCountProvider workspace={value.workspace.slug}>
          <a
            href="#main"
            className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-raised focus:px-3 focus:py-2 focus:shadow-float"
          >
            Skip to the content
          </a>
          <div className="flex h-dvh overflow-hidden">
            <Sidebar />
            <div className="flex min-w-0 flex-1 flex-col">
              <TopBar />
              <main
                id="main"
                tabIndex={-1}
                className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto outline-none"
              >
                {children}
              </main>
              <BottomBar />
            </div>
          </div>
          <CommandPalette />
        </ReviewCountProvider>
      </LiveCountProvider>
    </WorkspaceContext>
  );
}
