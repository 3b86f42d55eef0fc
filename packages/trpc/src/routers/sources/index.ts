import { router } from "../../trpc.ts";
import { add } from "./add.ts";
import { check } from "./check.ts";
import { cut } from "./cut.ts";
import { enable } from "./enable.ts";
import { list } from "./list.ts";
import { remove } from "./remove.ts";

export const sourcesRouter = router({
  add,
  check,
  cut,
  enable,
  list,
  remove,
});
