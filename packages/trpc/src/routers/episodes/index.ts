import { router } from "../../trpc.ts";
import { facets } from "./facets.ts";
import { get } from "./get.ts";
import { list } from "./list.ts";
import { neighbours } from "./neighbours.ts";
import { update } from "./update.ts";

export const episodesRouter = router({
  facets,
  get,
  list,
  neighbours,
  update,
});
