"use client";
import { Keyboard, LogOut, Monitor, Moon, Settings, Sun } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "../../ui/menu.tsx";
import { signOutHere } from "./sign-out.ts";
import { useOpenKeysHelp } from "../keys/keys-provider.tsx";
import { useWorkspace } from "./workspace-context.tsx";

export const THEMES = [
  { value: "system", label: "As the system", icon: <Monitor aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
] as const;

export function UserMenu() {
  const { me } = useWorkspace();
  const { theme = "system", setTheme } = useTheme();
  const openKeysHelp = useOpenKeysHelp();
  const name = me.user.name ?? me.user.email ?? "You";
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`${name}: account menu`}
          className="flex size-8 pointer-coarse:size-10 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent uppercase"
        >
          {initials(name)}
        </button>
      }
    >
      <MenuLabel>{me.user.email ?? name}</MenuLabel>
      <MenuItem asChild>
        <Link href="/settings">
          <Settings aria-hidden />
          Settings
        </Link>
      </MenuItem>
      <MenuItem onSelect={openKeysHelp}>
        <Keyboard aria-hidden />
        Keys
        <span className="ml-auto text-xs text-ink-3">?</span>
      </MenuItem>
      <MenuLine />
      <MenuChoice value={theme} options={THEMES} onChange={setTheme} />
      <MenuLine />
      <MenuItem onSelect={() => void signOutHere()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}

/** `Ada Lovelace` → `AL`, `ada@example.org` → `A`. */
function initials(name: string): string {
  const [first = "", second = ""] = name.replace(/@.*/, "").split(/[\s._-]+/);
  return `${first.charAt(0)}${second.charAt(0)}` || "?";
}
