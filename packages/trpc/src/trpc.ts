import { databaseFault } from "@retake/db/faults";
import { AppError, toAppError, type ErrorCode, type Issue } from "@retake/core/errors";
import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import type { UserActor } from "./actor.ts";
import type { Context } from "./context.ts";
import { authorise, type Verb } from "./policies/authorise.ts";
import { workspaceSlugSchema } from "./schemas/episodes.ts";
import { TRPC_CODE } from "./trpc-code.ts";
import { zodIssues } from "./zod-issues.ts";

/** What a screen gets beside the message of a failed call: `error.data`. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  issues: Issue[];
  httpStatus: number;
  retryAfterS: number | null;
}

/** Who may call: a verb of the policies, `signed-in` for one's own things, `public` for nobody in particular. */
export interface Meta {
  access: Verb | "signed-in" | "public";
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    errorFormatter({ shape, error }) {
      const app = appErrorOf(error);
      const data: ErrorData = {
        code: app.code,
        message: app.message,
        issues: app.issues ?? [],
        httpStatus: app.status,
        retryAfterS: app.retryAfterS ?? null,
      };
      return { ...shape, message: app.message, data };
    },
  });

function appErrorOf(error: TRPCError): AppError {
  if (error.cause instanceof AppError) return error.cause;
  if (error.cause instanceof z.ZodError && error.code === "BAD_REQUEST") {
    return new AppError("bad_request", "Some of the input is not right.", { issues: zodIssues(error.cause) });
  }
  if (error.code === "NOT_FOUND") return new AppError("not_found", "There is no such procedure.");
  if (error.code === "METHOD_NOT_SUPPORTED") return new AppError("method_not_allowed", error.message);
  if (error.code === "UNSUPPORTED_MEDIA_TYPE") return new AppError("unsupported_media", error.message);
  if (error.code === "PAYLOAD_TOO_LARGE") return new AppError("too_large", error.message);
  if (error.code === "BAD_REQUEST" || error.code === "PARSE_ERROR") {
    return new AppError("bad_request", "The request could not be read.");
  }
  const thrown = error.cause ?? error;
  return databaseFault(thrown) ?? toAppError(thrown);
}

export const router = t.router;

const base = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) {
    throw new TRPCError({ code: TRPC_CODE[result.error.cause.code], cause: result.error.cause });
  }
  return result;
});

export const publicProcedure = base.meta({ access: "public" });

/** For people about themselves; tokens are not people. */
export const signedInProcedure = base.meta({ access: "signed-in" }).use(({ ctx, next }) => {
  if (ctx.actor.kind !== "user") throw new AppError("unauthorized", "Sign in first.");
  return next({ ctx: { actor: ctx.actor satisfies UserActor } });
});

/** For things of a workspace: `ctx.workspace` is the one named in the input, once the policy has let the actor in. */
export function workspaceProcedure(verb: Verb) {
  return base
    .meta({ access: verb })
    .input(z.object({ workspace: workspaceSlugSchema }))
    .use(({ ctx, input, next }) => next({ ctx: { workspace: authorise(ctx.actor, input.workspace, verb) } }));
}
