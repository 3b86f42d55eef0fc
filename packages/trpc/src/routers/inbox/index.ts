import { router } from "../../trpc.ts";
import { list } from "./list.ts";
import { read } from "./read.ts";
import { watch } from "./watch.ts";

export const inboxRouter = router({ list, read, watch });
