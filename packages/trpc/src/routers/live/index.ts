import { router } from "../../trpc.ts";
import { count } from "./count.ts";
import { follow } from "./follow.ts";
import { list } from "./list.ts";
import { watch } from "./watch.ts";

export const liveRouter = router({ count, follow, list, watch });
