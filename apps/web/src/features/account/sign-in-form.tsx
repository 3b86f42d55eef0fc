"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { getProviders, signIn } from "next-auth/react";
import { useState, type FormEvent } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { safeCallbackPath } from "./callback-url.ts";
import { FormError } from "../../ui/form-error.tsx";
import { signInWords } from "./sign-in-words.ts";

const SILENCE = "The server did not answer. Check that it runs, then try again.";

/** E-mail and password, and a button for every other way that is set up. */
export function SignInForm() {
  const search = useSearchParams();
  const asked = search.get("callbackUrl");
  const refused = search.get("error");
  const [problem, setProblem] = useState(refused === null ? null : signInWords(refused));
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      const answer = await signIn("credentials", {
        redirect: false,
        email: form.get("email"),
        password: form.get("password"),
      });
      if (answer?.ok === true && answer.error === null) {
        location.assign(safeCallbackPath(asked, location.origin));
        return;
      }
      setProblem(signInWords(answer?.error ?? ""));
    } catch {
      setProblem(SILENCE);
    }
    setBusy(false);
  };

  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      <FormError>{problem}</FormError>
      <Button type="submit" variant="primary" size="touch" disabled={isBusy}>
        {isBusy ? "Signing in" : "Sign in"}
      </Button>
      <OtherWays callbackPath={() => safeCallbackPath(asked, location.origin)} />
    </form>
  );
}

function OtherWays({ callbackPath }: { callbackPath: () => string }) {
  const providers = useQuery({
    queryKey: ["sign-in providers"],
    queryFn: () => getProviders(),
    staleTime: Infinity,
  });
  const others = Object.values(providers.data ?? {}).filter((provider) => provider.type !== "credentials");
  if (others.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 border-t pt-4">
      {others.map((provider) => (
        <Button
          key={provider.id}
          size="touch"
          onClick={() => void signIn(provider.id, { callbackUrl: callbackPath() })}
        >
          Go on with {provider.name}
        </Button>
      ))}
    </div>
  );
}
