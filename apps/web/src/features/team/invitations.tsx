"use client";
import { inviteInput } from "@retake/trpc/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { InviteLink } from "./invite-link.tsx";
import { OpenInvitations } from "./open-invitations.tsx";
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
