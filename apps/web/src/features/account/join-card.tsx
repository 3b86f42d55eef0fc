"use client";
import Link from "next/link";
import type { Outputs } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { signOutHere } from "../frame/sign-out.ts";
import type { Join } from "./use-join.ts";

interface JoinCardProps {
  user: Outputs["me"]["get"]["user"];
  preview: Outputs["invitations"]["preview"];
  join: Join;
}

/** An invitation opened by somebody who is signed in: one press takes it up. */
export function JoinCard({ user, preview, join }: JoinCardProps) {
  const name = user.name ?? user.email ?? "somebody without a name";
  const isForOther = preview.email !== null && preview.email.toLowerCase() !== user.email?.toLowerCase();
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">
        You are signed in as <span className="font-medium break-words">{name}</span>
        {user.name === null || user.email === null ? null : (
          <span className="wrap-anywhere text-ink-2"> ({user.email})</span>
        )}
        .
      </p>
      {isForOther ? (
        <p className="text-sm break-words text-ink-2">
          This invitation is for {preview.email}. Use that account to join.
        </p>
      ) : (
        <>
          <FormError>{join.problem}</FormError>
          {join.isMember ? null : (
            <Button variant="primary" size="touch" disabled={join.isBusy} onClick={() => void join.join()}>
              {join.isBusy ? "Joining" : "Join"}
            </Button>
          )}
        </>
      )}
      <div className="-mx-3 flex flex-wrap justify-between gap-2 border-t pt-4">
        <Button asChild variant="quiet">
          <Link href="/">Go to Retake</Link>
        </Button>
        <Button variant="quiet" onClick={() => void signOutHere(location.pathname)}>
          Use another account
        </Button>
      </div>
    </div>
  );
}
