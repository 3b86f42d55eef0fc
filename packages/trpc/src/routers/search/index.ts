import { router } from "../../trpc.ts";
import { parse } from "./parse.ts";
import { query } from "./query.ts";
import { savedRouter } from "./saved.ts";
import { similar } from "./similar.ts";
import { wiggle } from "./wiggle.ts";

export const searchRouter = router({
  parse,
  query,
  saved: savedRouter,
  similar,
  wiggle,
});
