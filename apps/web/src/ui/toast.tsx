"use client";
import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

export { toast } from "sonner";

/** Where short notices appear; mounted once by the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      // Above what may stand at the bottom: the selection bar, and the navigation of phones.
      offset={{ bottom: 64, right: 16 }}
      mobileOffset={{ bottom: 152 }}
      toastOptions={{
        style: {
          background: "var(--raised)",
          color: "var(--ink)",
          borderColor: "var(--line)",
          borderRadius: 6,
          fontSize: 13,
          boxShadow: "var(--float)",
        },
        descriptionClassName: "!text-ink-2",
      }}
    />
  );
}
