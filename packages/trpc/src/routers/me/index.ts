import { router } from "../../trpc.ts";
import { changePasswordProcedure } from "./change-password.ts";
import { get } from "./get.ts";

export const meRouter = router({
  get,
  changePassword: changePasswordProcedure,
});
