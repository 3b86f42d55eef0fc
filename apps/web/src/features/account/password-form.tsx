"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { LIMITS } from "@retake/core/limits";
import { changePasswordInput } from "@retake/trpc/schemas";
import { useMutation } from "@tanstack/react-query";
import { signIn } from "next-auth/react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { toast } from "../../ui/toast.tsx";
import { FormError } from "../../ui/form-error.tsx";

const formSchema = changePasswordInput
  .extend({ again: z.string() })
  .refine((values) => values.next === values.again, { path: ["again"], message: "differs" });
type PasswordValues = z.infer<typeof formSchema>;

const EMPTY: PasswordValues = { current: "", next: "", again: "" };

/** Changing the password voids every login made with the old one, this one too: so it signs in anew with the new one. */
export function PasswordForm({ email }: { email: string }) {
  const trpc = useTRPC();
  const change = useMutation(trpc.me.changePassword.mutationOptions());
  const form = useForm<PasswordValues>({ resolver: zodResolver(formSchema), defaultValues: EMPTY });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await change.mutateAsync({ current: values.current, next: values.next });
    } catch (error) {
      form.setError("root", { message: errorWords(error) });
      return;
    }
    const answer = await signIn("credentials", { redirect: false, email, password: values.next });
    if (answer?.ok !== true) {
      location.assign("/signin");
      return;
    }
    form.reset(EMPTY);
    toast.success("The password was changed", { description: "Every other login of yours has ended." });
  });

  return (
    <form
      method="post"
      className="flex max-w-80 flex-col gap-4"
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Field
        label="Current password"
        type="password"
        autoComplete="current-password"
        {...form.register("current")}
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        hint={`At least ${LIMITS.passwordLengthMin} characters`}
        error={
          errors.next && `It needs ${LIMITS.passwordLengthMin} to ${LIMITS.passwordLengthMax} characters.`
        }
        {...form.register("next")}
      />
      <Field
        label="New password again"
        type="password"
        autoComplete="new-password"
        error={errors.again && "The two are not the same."}
        {...form.register("again")}
      />
      <FormError>{errors.root?.message ?? null}</FormError>
      <Button type="submit" variant="primary" className="self-start" disabled={isSubmitting}>
        Change the password
      </Button>
    </form>
  );
}
