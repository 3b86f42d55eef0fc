import type { Issue } from "@retake/core/errors";
import type { z } from "zod";

/** Zod's faults as the issues of an error answer. */
export function zodIssues(error: z.ZodError): Issue[] {
  return error.issues.map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));
}
