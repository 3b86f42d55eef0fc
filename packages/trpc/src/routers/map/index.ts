import { router } from "../../trpc.ts";
import { details } from "./details.ts";
import { neighbours } from "./neighbours.ts";
import { watch } from "./watch.ts";

export const mapRouter = router({ details, neighbours, watch });
