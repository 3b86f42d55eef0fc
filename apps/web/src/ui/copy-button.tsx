"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { copyText } from "./copy-text.ts";
import { toast } from "./toast.tsx";
import { Tooltip } from "./tooltip.tsx";

interface CopyButtonProps {
  text: string;
  /** What it copies: "Copy the id". */
  label: string;
  className?: string;
}

/** Puts a text on the clipboard and shows that it did. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
  const [copied, setCopied] = useState<string | null>(null);
  const press = async (): Promise<void> => {
    if (await copyText(text)) setCopied(text);
    else toast.error("This could not be copied", { description: text });
  };
  const isDone = copied === text;
  return (
    <Tooltip label={isDone ? "Copied" : label}>
      <Button
        variant="quiet"
        size="iconSm"
        aria-label={isDone ? "Copied" : label}
        className={cn("-my-1 size-6 pointer-coarse:-my-3 pointer-coarse:size-10 [&_svg]:size-3.5", className)}
        onClick={() => void press()}
        onBlur={() => setCopied(null)}
        onPointerLeave={() => setCopied(null)}
      >
        {isDone ? <Check aria-hidden /> : <Copy aria-hidden />}
      </Button>
    </Tooltip>
  );
}
