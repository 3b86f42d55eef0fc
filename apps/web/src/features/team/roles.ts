import type { RoleName } from "@retake/trpc/schemas";

/** Roles from most to least, and what each may do. */
export const ROLES: readonly { value: RoleName; label: string; may: string }[] = [
  { value: "owner", label: "Owner", may: "everything" },
  { value: "admin", label: "Admin", may: "import datasets and manage people" },
  { value: "annotator", label: "Annotator", may: "change episodes" },
  { value: "viewer", label: "Viewer", may: "look and replay" },
];
