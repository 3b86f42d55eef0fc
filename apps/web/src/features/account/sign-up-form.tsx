"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { LIMITS } from "@retake/core/limits";
import { acceptInvitationInput } from "@retake/trpc/schemas";
import { useMutation } from "@tanstack/react-query";
import { signIn } from "next-auth/react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { errorWords, statusOf } from "../../trpc/errors.ts";
import { useTRPC, type Outputs } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormError } from "../../ui/form-error.tsx";

const formSchema = acceptInvitationInput.omit({ secret: true });
type SignUpValues = z.infer<typeof formSchema>;

interface SignUpFormProps {
  secret: string;
  preview: Outputs["invitations"]["preview"];
  /** The address given has an account, and its owner wants to sign in with it instead. */
  onKnown: (email: string) => void;
}

/** Makes an account by an invitation and signs in with it. */
export function SignUpForm({ secret, preview, onKnown }: SignUpFormProps) {
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
      const isKnown = statusOf(error) === 409;
      const message = isKnown ? "This address has an account here already." : errorWords(error);
      form.setError("root", { type: isKnown ? "known" : "refused", message });
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
    <form method="post" className="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
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
      {errors.root?.type === "known" ? (
        <Button size="touch" onClick={() => onKnown(form.getValues("email"))}>
          Sign in and join
        </Button>
      ) : null}
      <Button type="submit" variant="primary" size="touch" disabled={isSubmitting}>
        {isSubmitting ? "Making the account" : "Join"}
      </Button>
    </form>
  );
}
