"use client";
import type { AiSettingsView } from "@retake/trpc/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast.tsx";
import { AiSettingsForm } from "./ai-settings-form.tsx";
import { SpendBar } from "./spend-bar.tsx";

/** Whether a model server takes part, what it is sent and how much that may cost. */
export function AiSettingsCard({ workspace }: { workspace: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.ai.get.queryOptions({ workspace });
  const settings = useQuery(options);
  const change = useMutation(trpc.ai.set.mutationOptions());
  const save = async (next: Pick<AiSettingsView, "provider" | "summaries" | "tokensMax">): Promise<void> => {
    try {
      queryClient.setQueryData(options.queryKey, await change.mutateAsync({ workspace, ...next }));
      toast("Saved", { description: "It holds from the next request to the server on." });
    } catch (error) {
      toast.error("It could not be saved", { description: errorWords(error) });
    }
  };
  return (
    <section>
      <h2 className="text-base font-semibold">Language model</h2>
      {settings.data !== undefined ? (
        <div className="mt-2 flex flex-col gap-4 rounded border p-4">
          <WhatLeaves settings={settings.data} />
          <AiSettingsForm
            settings={settings.data}
            isBusy={change.isPending}
            onSave={(next) => void save(next)}
          />
          {settings.data.server === null ? null : <SpendBar settings={settings.data} />}
        </div>
      ) : settings.isError ? (
        <div role="alert" className="mt-2 flex flex-wrap items-center gap-3 text-sm">
          <span className="text-failure">{errorWords(settings.error)}</span>
          <Button size="sm" onClick={() => void settings.refetch()}>
            Try again
          </Button>
        </div>
      ) : (
        <Skeleton className="mt-2 h-40" />
      )}
    </section>
  );
}

function WhatLeaves({ settings: { server, provider, summaries } }: { settings: AiSettingsView }) {
  if (server === null) {
    return (
      <p className="text-sm text-ink-2">
        <strong className="font-medium text-ink">Nothing leaves this machine.</strong> Texts are compared by a
        small model that came with Retake. An operator can connect a model server with{" "}
        <code>OPENAI_API_KEY</code> and <code>OPENAI_BASE_URL</code>.
      </p>
    );
  }
  if (provider === "local") {
    return (
      <p className="text-sm text-ink-2">
        <strong className="font-medium text-ink">Nothing leaves this machine.</strong> A server is configured
        (<span className="wrap-anywhere">{server.address}</span>), and this workspace does not use it.
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-1 text-sm text-ink-2">
      <p>
        <strong className="font-medium text-ink">
          Sent to <span className="wrap-anywhere">{server.address}</span>:
        </strong>
      </p>
      <ul className="list-disc pl-5">
        <li>
          for search ({server.embeddingModel}): tasks, labels, notes, comments, descriptions of episodes, and
          what people search for;
        </li>
        {summaries && server.chatModel !== null ? (
          <li>
            for summaries ({server.chatModel}): the facts of each episode, with names, labels and comments,
            and four small pictures of it.
          </li>
        ) : null}
      </ul>
      <p>
        Signals and videos are never sent. When the server does not answer, search goes on with the local
        model.
      </p>
    </div>
  );
}
