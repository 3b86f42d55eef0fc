"use client";
import { inviteInput } from "@retake/trpc/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { toast } from "../../ui/toast.tsx";
import { InviteLink } from "./invite-link.tsx";
import { ROLES } from "./roles.ts";

type InvitedRole = "admin" | "annotator" | "viewer";

const INVITED_ROLES = ROLES.flatMap((role) =>
  role.value === "owner" ? [] : [{ value: role.value satisfies InvitedRole, label: role.label }],
);

/** Invitations by link: a new one, shown once, and those that are still open. */
export function Invitations({ workspace }: { workspace: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const invite = useMutation(trpc.members.invite.mutationOptions());
  const [role, setRole] = useState<InvitedRole>("annotator");
  const [problem, setProblem] = useState<string | undefined>(undefined);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form).get("email");
    const given = typeof typed === "string" ? typed.trim() : "";
    const input = inviteInput.safeParse({ workspace, role, ...(given === "" ? {} : { email: given }) });
    setProblem(input.success ? undefined : "This is not an e-mail address.");
    if (!input.success) return;
    try {
      await invite.mutateAsync(input.data);
      form.reset();
    } catch (error) {
      setProblem(errorWords(error));
    }
    await queryClient.invalidateQueries(trpc.members.invitations.pathFilter());
  };

  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="text-base font-semibold">Invite somebody</h2>
        <p className="text-sm text-ink-2">
          Make a link and send it yourself. It works once. As{" "}
          {INVITED_ROLES.find((one) => one.value === role)?.label.toLowerCase()} they can{" "}
          {ROLES.find((one) => one.value === role)?.may}.
        </p>
      </div>
      <form className="flex flex-wrap items-start gap-2" noValidate onSubmit={(event) => void submit(event)}>
        <div className="min-w-60 flex-1">
          <Field
            label="E-mail, if only this person may use it"
            name="email"
            type="email"
            autoComplete="off"
            error={problem}
          />
        </div>
        <div className="flex flex-col gap-1">
          <span className="text-sm font-medium text-ink-2">Role</span>
          <Select
            label="Role"
            value={role}
            options={INVITED_ROLES}
            onChange={setRole}
            className="w-32 max-md:h-10"
          />
        </div>
        <Button type="submit" variant="primary" className="mt-6 max-md:h-10" disabled={invite.isPending}>
          Make a link
        </Button>
      </form>
      {invite.data === undefined ? null : (
        <InviteLink path={invite.data.path} expiresAt={invite.data.expiresAt} />
      )}
      <OpenInvitations workspace={workspace} />
    </section>
  );
}

function OpenInvitations({ workspace }: { workspace: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const open = useQuery(trpc.members.invitations.queryOptions({ workspace }));
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
              onClick={() => void withdraw(invitation.id)}
            >
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
