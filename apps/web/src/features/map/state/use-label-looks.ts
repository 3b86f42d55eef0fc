"use client";
import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";
import { lookOf } from "../../labels/lanes/lane-colours.ts";
import type { LookOf } from "../model/colouring.ts";

/** Names and colours of the workspace's label classes: the same as on the timeline. */
export function useLabelLooks(workspace: string): LookOf {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.labels.schema.get.queryOptions({ workspace }));
  const schema = data?.schema ?? DEFAULT_LABEL_SCHEMA;
  return useMemo(() => (label: string) => lookOf(schema, label), [schema]);
}
