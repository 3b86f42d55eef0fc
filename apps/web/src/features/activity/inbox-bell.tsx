"use client";
import type { InboxNews, MentionView } from "@retake/trpc/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { Bell } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { episodeTitle } from "../../ui/episode-title.ts";
import { countOf, formatMoment, formatSince } from "../../ui/figures.ts";
import { Popover } from "../../ui/popover.tsx";
import { useEvent } from "../../ui/use-event.ts";
import { mentionText } from "./activity-words.ts";
import { useNames } from "./use-names.ts";

/** Where teammates named this person; the number is of those not read. */
export function InboxBell({ workspace }: { workspace: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [unread, setUnread] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const onData = useEvent((news: InboxNews): void => {
    setUnread(news.unread);
    void queryClient.invalidateQueries(trpc.inbox.pathFilter());
  });
  useSubscription(trpc.inbox.watch.subscriptionOptions({ workspace }, { onData }));
  const words = unread === 0 ? "Mentions" : `${countOf(unread, "mention")} not read`;
  return (
    <Popover
      label="Mentions"
      open={isOpen}
      onOpenChange={setOpen}
      className="w-[min(24rem,calc(100vw-16px))] p-0"
      trigger={
        <Button variant="quiet" size="icon" aria-label={words} title={words} className="relative">
          <Bell aria-hidden />
          {unread === 0 ? null : (
            <span className="figures absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent-fill px-1 text-center leading-4 text-on-accent">
              {unread > 99 ? "99+" : unread}
            </span>
          )}
        </Button>
      }
    >
      {isOpen ? <Mentions workspace={workspace} unread={unread} onClose={() => setOpen(false)} /> : null}
    </Popover>
  );
}

interface MentionsProps {
  workspace: string;
  unread: number;
  onClose: () => void;
}

function Mentions({ workspace, unread, onClose }: MentionsProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const inbox = useQuery(trpc.inbox.list.queryOptions({ workspace, limit: 50 }));
  const read = useMutation(trpc.inbox.read.mutationOptions());
  const nameOf = useNames();
  const open = ({ sessionId, commentId, threadId, time, isRead }: MentionView): void => {
    if (!isRead) read.mutate({ workspace, comments: [{ sessionId, commentId }] });
    onClose();
    const place = new URLSearchParams({ t: time.toFixed(3), thread: threadId });
    router.push(`/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(sessionId)}?${place.toString()}`);
  };
  const mentions = inbox.data?.mentions ?? [];
  return (
    <>
      <header className="flex h-10 items-center justify-between border-b px-3">
        <h2 className="text-sm font-semibold">Mentions</h2>
        <Button size="sm" variant="quiet" disabled={unread === 0} onClick={() => read.mutate({ workspace })}>
          Mark all as read
        </Button>
      </header>
      {inbox.isError ? (
        <p className="p-3 text-sm text-ink-2">{errorWords(inbox.error)}</p>
      ) : mentions.length === 0 ? (
        <p className="p-3 text-sm text-ink-2">
          {inbox.isPending ? "Loading" : "Comments in which somebody names you with @ come here."}
        </p>
      ) : (
        <ul className="max-h-[60dvh] overflow-y-auto py-1">
          {mentions.map((mention) => (
            <li key={`${mention.sessionId} ${mention.commentId}`}>
              <button
                type="button"
                className="relative flex w-full flex-col gap-0.5 py-1.5 pr-3 pl-6 text-left hover:bg-hover"
                onClick={() => open(mention)}
              >
                {mention.isRead ? null : (
                  <span
                    role="img"
                    aria-label="not read"
                    className="absolute top-3.5 left-2.5 size-1.5 rounded-full bg-accent-fill"
                  />
                )}
                <span
                  className={cn("flex w-full items-baseline gap-2 text-sm", !mention.isRead && "font-medium")}
                >
                  <span className="min-w-0 truncate">
                    {mention.by?.name ?? "Somebody who left"} · {episodeTitle(mention)}
                  </span>
                  <span
                    className="ml-auto shrink-0 text-xs font-normal text-ink-3"
                    title={formatMoment(mention.at)}
                  >
                    {formatSince(mention.at, inbox.dataUpdatedAt)}
                  </span>
                </span>
                <span className="line-clamp-2 text-xs text-ink-2 wrap-anywhere">
                  {mention.isResolved ? "Resolved: " : ""}
                  {mentionText(mention.text, nameOf)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
