import { router } from "../../trpc.ts";
import { get } from "./get.ts";
import { list } from "./list.ts";
import { pickedRouter } from "./picked.ts";

export const datasetsRouter = router({
  get,
  list,
  picked: pickedRouter,
});
