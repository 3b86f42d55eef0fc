"use client";
import { useTheme } from "next-themes";
import { useSyncExternalStore, type ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/select.tsx";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { PasswordForm } from "./password-form.tsx";
import { signOutHere } from "../frame/sign-out.ts";

const THEMES = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

export function Settings() {
  const { me } = useWorkspace();
  const { theme, setTheme } = useTheme();
  // The stored theme is known to the browser only, so the choice appears after hydration.
  const isBrowser = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  const chosen = THEMES.find((one) => one.value === theme)?.value ?? "system";
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-8 px-4 py-6">
      <h1 className="text-xl font-semibold">Settings</h1>
      <Section title="You">
        <p className="text-sm wrap-anywhere">{me.user.name ?? me.user.email}</p>
        {me.user.name === null || me.user.email === null ? null : (
          <p className="text-sm wrap-anywhere text-ink-2">{me.user.email}</p>
        )}
        <Button className="mt-3" onClick={() => void signOutHere()}>
          Sign out
        </Button>
      </Section>
      <Section title="Theme">
        {isBrowser ? (
          <Select label="Theme" value={chosen} options={THEMES} onChange={setTheme} className="w-44" />
        ) : null}
      </Section>
      {me.user.email === null ? null : (
        <Section title="Password">
          <PasswordForm email={me.user.email} />
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-3 border-t pt-6 sm:grid-cols-[160px_1fr]">
      <h2 className="text-base font-semibold">{title}</h2>
      <div>{children}</div>
    </section>
  );
}
