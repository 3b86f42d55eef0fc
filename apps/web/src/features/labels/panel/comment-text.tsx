"use client";
import { useWorkspace } from "../../frame/workspace-context.tsx";
import { useMembers } from "../session/use-members.ts";

const MENTION = /@\[([A-Za-z0-9_-]{1,64})\]/g;

/** Plain text; only mentions look different. Nothing in it becomes a link or markup. */
export function CommentText({ text }: { text: string }) {
  const { nameOf } = useMembers();
  const { me } = useWorkspace();
  const parts: { text: string; id: string | null; at: number }[] = [];
  let at = 0;
  for (const match of text.matchAll(MENTION)) {
    parts.push({ text: text.slice(at, match.index), id: null, at });
    parts.push({ text: nameOf(match[1] ?? ""), id: match[1] ?? "", at: match.index });
    at = match.index + match[0].length;
  }
  parts.push({ text: text.slice(at), id: null, at });
  return (
    <p className="text-xs whitespace-pre-wrap wrap-anywhere">
      {parts.map((part) =>
        part.id === null ? (
          part.text
        ) : (
          <span
            key={part.at}
            data-mention={part.text}
            className={
              part.id === me.user.id
                ? "rounded-sm bg-accent-soft px-0.5 font-medium text-accent"
                : "font-medium text-accent"
            }
          >
            @{part.text}
          </span>
        ),
      )}
    </p>
  );
}
