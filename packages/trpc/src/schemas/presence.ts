import { sessionIdSchema } from "@retake/core/ids";
import { z } from "zod";
import { PRESENCE_LIMITS } from "../presence/limits.ts";
import { workspaceSlugSchema } from "./episodes.ts";

export const watchPeopleInput = z.object({ workspace: workspaceSlugSchema });

export const showSelectionInput = z.object({
  workspace: workspaceSlugSchema,
  sessionIds: z.array(sessionIdSchema).max(PRESENCE_LIMITS.selectedMax),
});
