"use client";
import { createContext, use } from "react";
import type { Outputs } from "../../trpc/use-trpc.ts";

type Me = Outputs["me"]["get"];

export interface WorkspaceValue {
  me: Me;
  workspace: Me["workspaces"][number];
}

export const WorkspaceContext = createContext<WorkspaceValue | null>(null);

/** Who is here and in which workspace; only below the frame. */
export function useWorkspace(): WorkspaceValue {
  const value = use(WorkspaceContext);
  if (value === null) throw new Error("assertion failed: the frame is missing above");
  return value;
}

/** Owners and admins import and manage people; annotators edit episodes; viewers look. The server decides the same again. */
export function useCan(): { edit: boolean; administer: boolean } {
  const { role } = useWorkspace().workspace;
  return { edit: role !== "viewer", administer: role === "owner" || role === "admin" };
}
