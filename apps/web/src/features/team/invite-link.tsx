"use client";
import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";

/** A new invitation's link. Only its fingerprint is stored, so it can never be shown again. */
export function InviteLink({ path, expiresAt }: { path: string; expiresAt: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const link = `${location.origin}${path}`;
  const copy = async (): Promise<void> => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      // Browsers give no clipboard to plain http in a LAN; the selected text can be copied by hand or like this.
      if (!document.execCommand("copy")) return;
    }
    setCopied(true);
  };
  return (
    <div role="status" className="flex flex-col gap-2 rounded border border-accent p-3">
      <p className="text-sm">
        Copy this link now: it is shown only once. It holds until {new Date(expiresAt).toLocaleDateString()}.
      </p>
      <div className="flex gap-2">
        <Input
          ref={input}
          readOnly
          value={link}
          aria-label="Invitation link"
          onFocus={(event) => event.target.select()}
          className="font-mono text-xs"
        />
        <Button className="max-md:h-10" onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </div>
    </div>
  );
}
