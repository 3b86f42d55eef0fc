import type { Metadata } from "next";
import { Suspense } from "react";
import { AccountCard } from "../../features/account/account-card.tsx";
import { SignInForm } from "../../features/account/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default function SignInPage() {
  return (
    <AccountCard title="Sign in to Retake">
      <Suspense>
        <SignInForm />
      </Suspense>
    </AccountCard>
  );
}
