import { router } from "../../trpc.ts";
import { accept } from "./accept.ts";
import { join } from "./join.ts";
import { preview } from "./preview.ts";

export const invitationsRouter = router({
  accept,
  join,
  preview,
});
