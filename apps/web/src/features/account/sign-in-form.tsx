"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { safeCallbackPath } from "./callback-url.ts";
import { PasswordSignIn } from "./password-sign-in.tsx";
import { signInWords } from "./sign-in-words.ts";

/** The sign-in page's form: from there one comes back to the page asked for. */
export function SignInForm() {
  const search = useSearchParams();
  const refused = search.get("error");
  const [firstProblem] = useState(refused === null ? null : signInWords(refused));
  const returnPath = (): string => safeCallbackPath(search.get("callbackUrl"), location.origin);
  return (
    <PasswordSignIn
      label="Sign in"
      firstProblem={firstProblem}
      returnPath={returnPath}
      onSignedIn={() => location.assign(returnPath())}
    />
  );
}
