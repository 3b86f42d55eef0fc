"use client";
import type { LabelSchema } from "@retake/collab/label-schema";
import { useEffect } from "react";
import { useTRPCClient } from "../../../trpc/use-trpc.ts";
import type { Store } from "../room/store.ts";

/** Keeps the workspace's lanes and classes in `store`, as somebody edits them; until they are here, those a new workspace begins with. */
export function useLabelSchema(workspace: string, store: Store<LabelSchema>): void {
  const client = useTRPCClient();
  useEffect(() => {
    const subscription = client.labels.schema.watch.subscribe(
      { workspace },
      { onData: ({ schema }) => store.set(schema) },
    );
    return () => subscription.unsubscribe();
  }, [client, workspace, store]);
}
