import { router } from "../../trpc.ts";
import { getSchema } from "./get-schema.ts";
import { history } from "./history.ts";
import { restore } from "./restore.ts";
import { setSchema } from "./set-schema.ts";
import { watchSchema } from "./watch-schema.ts";

export const labelsRouter = router({
  history,
  restore,
  schema: router({ get: getSchema, set: setSchema, watch: watchSchema }),
});
