"use client";
import type { RoleName } from "@retake/trpc/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC, type Outputs } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { toast } from "../../ui/toast.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { Invitations } from "./invitations.tsx";
import { ROLES } from "./roles.ts";

type Member = Outputs["members"]["list"]["members"][number];

/** Admin → Members: who is in the workspace and what they may do; owners and admins invite and change. */
export function MembersScreen() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { administer } = useCan();
  const members = useQuery(trpc.members.list.queryOptions({ workspace: workspace.slug }));
  if (members.isError) {
    return (
      <ErrorState
        title="The members could not be loaded"
        message={errorWords(members.error)}
        onRetry={() => void members.refetch()}
      />
    );
  }
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-8 px-4 py-6">
      <section>
        <h1 className="mb-2 text-xl font-semibold">Members</h1>
        <Table>
          <thead>
            <tr>
              <Th className="pl-0">Person</Th>
              <Th>Role</Th>
              <Th className="max-sm:hidden">Since</Th>
              {administer ? (
                <Th className="pr-0">
                  <span className="sr-only">Actions</span>
                </Th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {members.data === undefined ? (
              <tr>
                <Td colSpan={4} className="pl-0">
                  <Skeleton className="h-3 w-52" />
                </Td>
              </tr>
            ) : (
              members.data.members.map((member) => <MemberLine key={member.userId} member={member} />)
            )}
          </tbody>
        </Table>
      </section>
      {administer ? <Invitations workspace={workspace.slug} /> : null}
    </div>
  );
}

function MemberLine({ member }: { member: Member }) {
  const { me, workspace } = useWorkspace();
  const { administer } = useCan();
  const { change, remove, isBusy } = useMemberChange(member);
  const isMe = member.userId === me.user.id;
  // Nobody changes a person above them, and nobody locks themselves out.
  const canChange = administer && !isMe && (member.role !== "owner" || workspace.role === "owner");
  const offered = ROLES.filter((role) => role.value !== "owner" || workspace.role === "owner");
  const name = nameOf(member);
  return (
    <tr>
      <Td className="w-full max-w-0 pl-0">
        <p className="truncate" title={name}>
          {name}
          {isMe ? <span className="text-ink-3"> (you)</span> : null}
        </p>
        {member.name === null || member.email === null ? null : (
          <p className="truncate text-xs text-ink-3" title={member.email}>
            {member.email}
          </p>
        )}
      </Td>
      <Td>
        {canChange ? (
          <Select
            label={`Role of ${name}`}
            value={member.role}
            options={offered}
            onChange={change}
            disabled={isBusy}
            className="w-32"
          />
        ) : (
          <span className="px-2.5">{ROLES.find((role) => role.value === member.role)?.label}</span>
        )}
      </Td>
      <Td className="text-xs whitespace-nowrap text-ink-3 max-sm:hidden">
        {new Date(member.since).toLocaleDateString()}
      </Td>
      {administer ? (
        <Td className="pr-0 text-right">
          {canChange ? <RemoveButton name={name} isBusy={isBusy} onRemove={remove} /> : null}
        </Td>
      ) : null}
    </tr>
  );
}

interface RemoveButtonProps {
  name: string;
  isBusy: boolean;
  onRemove: () => void;
}

function RemoveButton({ name, isBusy, onRemove }: RemoveButtonProps) {
  const { workspace } = useWorkspace();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="quiet"
        size="sm"
        aria-label={`Remove ${name}`}
        disabled={isBusy}
        onClick={() => setAsking(true)}
      >
        Remove
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Remove ${name} from ${workspace.name}?`}
        action="Remove"
        onConfirm={onRemove}
      >
        Their access ends at once. What they did here stays.
      </ConfirmDialog>
    </>
  );
}

function nameOf(member: Member): string {
  return member.name ?? member.email ?? "A person";
}

/** Changing a member's role and taking them out; a refusal is told in a notice, and the list is asked anew. */
function useMemberChange(member: Member) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const setRole = useMutation(trpc.members.setRole.mutationOptions());
  const removal = useMutation(trpc.members.remove.mutationOptions());
  const place = { workspace: workspace.slug, userId: member.userId };
  const attempt = async (title: string, run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      toast.error(title, { description: errorWords(error) });
    }
    await queryClient.invalidateQueries(trpc.members.pathFilter());
  };
  return {
    isBusy: setRole.isPending || removal.isPending,
    change: (role: RoleName): void =>
      void attempt("The role could not be changed", () => setRole.mutateAsync({ ...place, role })),
    remove: (): void => void attempt("The person could not be removed", () => removal.mutateAsync(place)),
  };
}
