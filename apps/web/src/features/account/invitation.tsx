"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { errorWords, isSignedOut, statusOf } from "../../trpc/errors.ts";
import { useTRPC, type Outputs } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { AccountCard } from "./account-card.tsx";
import { JoinCard } from "./join-card.tsx";
import { PasswordSignIn } from "./password-sign-in.tsx";
import { SignUpForm } from "./sign-up-form.tsx";
import { useJoin } from "./use-join.ts";

type Preview = Outputs["invitations"]["preview"];

/** What an invitation link opens: what it is for, and the way in: as who one is, with an account one has, or with a new one. */
export function Invitation({ secret }: { secret: string }) {
  const trpc = useTRPC();
  const preview = useQuery(trpc.invitations.preview.queryOptions({ secret }));
  const me = useQuery(trpc.me.get.queryOptions());
  const problem = preview.error ?? (isSignedOut(me.error) ? null : me.error);
  if (problem !== null) {
    const isGone = statusOf(problem) === 404;
    const retry = (): void => void Promise.all([preview.refetch(), me.refetch()]);
    return (
      <main className="h-dvh">
        <ErrorState
          isPage
          title={isGone ? "This invitation cannot be used" : "The invitation could not be opened"}
          message={errorWords(problem)}
          {...(isGone ? {} : { onRetry: retry })}
          action={
            isGone ? (
              <Button asChild>
                <Link href="/">{me.isSuccess ? "Go to the episodes" : "Sign in"}</Link>
              </Button>
            ) : undefined
          }
        />
      </main>
    );
  }
  if (preview.data === undefined || me.isPending) {
    return (
      <AccountCard title="Invitation">
        <div className="flex flex-col gap-4" aria-busy="true">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      </AccountCard>
    );
  }
  const { workspaceName, role, expiresAt } = preview.data;
  return (
    <AccountCard
      title={`Join ${workspaceName}`}
      lead={`You are invited as ${role === "viewer" ? "a" : "an"} ${role}. The link holds until ${new Date(expiresAt).toLocaleDateString()}.`}
    >
      <WayIn secret={secret} preview={preview.data} user={me.isSuccess ? me.data.user : null} />
    </AccountCard>
  );
}

interface WayInProps {
  secret: string;
  preview: Preview;
  user: Outputs["me"]["get"]["user"] | null;
}

function WayIn({ secret, preview, user }: WayInProps) {
  const join = useJoin(secret);
  const [account, setAccount] = useState<{ kind: "new" } | { kind: "known"; email: string | null }>({
    kind: "new",
  });
  if (user !== null) return <JoinCard user={user} preview={preview} join={join} />;
  if (account.kind === "new") {
    return (
      <>
        <SignUpForm
          secret={secret}
          preview={preview}
          onKnown={(email) => setAccount({ kind: "known", email })}
        />
        <OtherAccount words="Have an account?">
          <Button onClick={() => setAccount({ kind: "known", email: preview.email })}>
            Sign in and join
          </Button>
        </OtherAccount>
      </>
    );
  }
  return (
    <>
      <PasswordSignIn
        label="Sign in and join"
        {...(account.email === null ? {} : { email: account.email })}
        returnPath={() => location.pathname}
        onSignedIn={join.joinSignedIn}
      />
      <OtherAccount words="New here?">
        <Button onClick={() => setAccount({ kind: "new" })}>Make an account</Button>
      </OtherAccount>
    </>
  );
}

function OtherAccount({ words, children }: { words: string; children: ReactNode }) {
  return (
    <p className="mt-6 flex flex-wrap items-center justify-between gap-2 border-t pt-4 text-sm text-ink-2">
      {words}
      {children}
    </p>
  );
}
