import { router } from "../../trpc.ts";
import { cancel } from "./cancel.ts";
import { folders } from "./folders.ts";
import { get } from "./get.ts";
import { inspect } from "./inspect.ts";
import { list } from "./list.ts";
import { start } from "./start.ts";
import { watch } from "./watch.ts";

export const importsRouter = router({
  cancel,
  folders,
  get,
  inspect,
  list,
  start,
  watch,
});
