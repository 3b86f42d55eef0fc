import { router } from "../../trpc.ts";
import { get } from "./get.ts";
import { rebuild } from "./rebuild.ts";
import { watch } from "./watch.ts";

export const indexRouter = router({ get, rebuild, watch });
