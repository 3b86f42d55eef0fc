import { router } from "../../trpc.ts";
import { show } from "./show.ts";
import { watch } from "./watch.ts";

export const presenceRouter = router({ show, watch });
