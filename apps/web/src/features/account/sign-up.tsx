"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { acceptInvitationInput } from "@retake/trpc/schemas";
import { LIMITS } from "@retake/core/limits";
import { useMutation, useQuery } from "@tanstack/react-query";
import { signIn } from "next-auth/react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { errorWords, statusOf } from "../../trpc/errors.ts";
import { useTRPC, type Outputs } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { AccountCard } from "./account-card.tsx";
import { FormError } from "../../ui/form-error.tsx";

/** What an invitation link opens: what it is for, and the form that makes the account. */
export function SignUp({ secret }: { secret: string }) {
  const trpc = useTRPC();
  const preview = useQuery(trpc.invitations.preview.queryOptions({ secret }));
  if (preview.isError) {
    return (
      <main className="h-dvh">
        <ErrorState
          title="This invitation cannot be used"
          message={errorWords(preview.error)}
          {...(statusOf(preview.error) === 404 ? {} : { onRetry: () => void preview.refetch() })}
        />
      </main>
    );
  }
  if (preview.isPending) {
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
  return (
    <AccountCard
      title={`Join ${preview.data.workspaceName}`}
      lead={`You are invited as ${preview.data.role === "viewer" ? "a" : "an"} ${preview.data.role}. The link holds until ${new Date(preview.data.expiresAt).toLocaleDateString()}.`}
    >
      <SignUpForm secret={secret} preview={preview.data} />
    </AccountCard>
  );
}

const formSchema = acceptInvitationInput.omit({ secret: true });
type SignUpValues = z.infer<typeof formSchema>;

function SignUpForm({ secret, preview }: { secret: string; preview: Outputs["invitations"]["preview"] }) {
  const trpc = useTRPC();
  const accept = useMutation(trpc.invitations.accept.mutationOptions());
  const form = useForm<SignUpValues>({
    resolver: zodResolver(formSchema),
    defaultValues: { name: "", email: preview.email ?? "", password: "" },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await accept.mutateAsync({ secret, ...values });
    } catch (error) {
      form.setError("root", { message: errorWords(error) });
      return;
    }
    const answer = await signIn("credentials", {
      redirect: false,
      email: values.email,
      password: values.password,
    });
    location.assign(answer?.ok === true ? "/" : "/signin");
  });

  return (
    <form className="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
      <Field
        label="Name"
        autoComplete="name"
        autoFocus
        error={errors.name && "Say what teammates should call you."}
        {...form.register("name")}
      />
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        readOnly={preview.email !== null}
        error={errors.email && "This is not an e-mail address."}
        {...form.register("email")}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="new-password"
        hint={`At least ${LIMITS.passwordLengthMin} characters`}
        error={
          errors.password && `It needs ${LIMITS.passwordLengthMin} to ${LIMITS.passwordLengthMax} characters.`
        }
        {...form.register("password")}
      />
      <FormError>{errors.root?.message ?? null}</FormError>
      <Button type="submit" variant="primary" size="touch" disabled={isSubmitting}>
        {isSubmitting ? "Making the account" : "Join"}
      </Button>
    </form>
  );
}
