import { router } from "../../trpc.ts";
import { accept } from "./accept.ts";
import { done } from "./done.ts";
import { reconsider } from "./reconsider.ts";
import { release } from "./release.ts";
import { reopen } from "./reopen.ts";
import { giveBack } from "./give-back.ts";
import { take } from "./take.ts";

export const reviewRouter = router({ accept, done, reconsider, release, reopen, return: giveBack, take });
