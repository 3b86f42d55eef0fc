"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC, type Outputs } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { toast } from "../../ui/toast.tsx";
import { ROLES } from "./roles.ts";

type Invitation = Outputs["members"]["invitations"]["invitations"][number];

/** The invitations nobody has taken up yet, each with a way to end it. */
export function OpenInvitations({ workspace }: { workspace: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const open = useQuery(trpc.members.invitations.queryOptions({ workspace }));
  const [asked, setAsked] = useState<Invitation | null>(null);
  const revoke = useMutation(trpc.members.revokeInvitation.mutationOptions());
  const withdraw = async (id: string): Promise<void> => {
    try {
      await revoke.mutateAsync({ workspace, id });
    } catch (error) {
      toast.error("The invitation could not be withdrawn", { description: errorWords(error) });
    }
    await queryClient.invalidateQueries(trpc.members.invitations.pathFilter());
  };
  if (open.isError) return <p className="text-sm text-failure">{errorWords(open.error)}</p>;
  if (open.data === undefined || open.data.invitations.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 text-sm font-semibold">Open invitations</h3>
      <ul>
        {open.data.invitations.map((invitation) => (
          <li key={invitation.id} className="flex min-h-8 flex-wrap items-center gap-x-3 border-b py-1">
            <span className="min-w-0 flex-1 truncate">{invitation.email ?? "Anybody with the link"}</span>
            <span className="text-ink-2">{ROLES.find((one) => one.value === invitation.role)?.label}</span>
            <span className="text-xs text-ink-3">
              until {new Date(invitation.expiresAt).toLocaleDateString()}
            </span>
            <Button
              variant="quiet"
              size="sm"
              disabled={revoke.isPending}
              onClick={() => setAsked(invitation)}
            >
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => setAsked(open ? asked : null)}
        title="Withdraw the invitation?"
        action="Withdraw"
        onConfirm={() => {
          if (asked !== null) void withdraw(asked.id);
        }}
      >
        The link{asked?.email == null ? "" : ` for ${asked.email}`} stops working at once.
      </ConfirmDialog>
    </div>
  );
}
