"use client";
import { useQuery } from "@tanstack/react-query";
import { getProviders, signIn } from "next-auth/react";
import { useState, type FormEvent } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { signInWords } from "./sign-in-words.ts";

const SILENCE = "The server did not answer. Check that it runs, then try again.";

interface PasswordSignInProps {
  /** What the button says. */
  label: string;
  /** The address to begin with. */
  email?: string;
  firstProblem?: string | null;
  /** Where another sign-in service sends people back to. */
  returnPath: () => string;
  onSignedIn: () => void | Promise<void>;
}

/** E-mail and password, and a button for every other way that is set up. */
export function PasswordSignIn({ label, email, firstProblem, returnPath, onSignedIn }: PasswordSignInProps) {
  const [problem, setProblem] = useState(firstProblem ?? null);
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
        await onSignedIn();
        return;
      }
      setProblem(signInWords(answer?.error ?? ""));
    } catch {
      setProblem(SILENCE);
    }
    setBusy(false);
  };

  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email}
        autoFocus={email === undefined}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={email !== undefined}
      />
      <FormError>{problem}</FormError>
      <Button type="submit" variant="primary" size="touch" disabled={isBusy}>
        {isBusy ? "Signing in" : label}
      </Button>
      <OtherWays returnPath={returnPath} />
    </form>
  );
}

function OtherWays({ returnPath }: { returnPath: () => string }) {
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
          onClick={() => void signIn(provider.id, { callbackUrl: returnPath() })}
        >
          Go on with {provider.name}
        </Button>
      ))}
    </div>
  );
}
