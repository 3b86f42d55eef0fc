import { router } from "../../trpc.ts";
import { adopt } from "./adopt.ts";
import { overview } from "./overview.ts";

export const agreementRouter = router({ adopt, overview });
