import { router } from "../../trpc.ts";
import { list } from "./list.ts";
import { watch } from "./watch.ts";

export const activityRouter = router({ list, watch });
