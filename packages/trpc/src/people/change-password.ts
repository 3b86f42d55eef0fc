import { AppError } from "@retake/core/errors";
import { hashPassword, verifyPassword } from "@retake/db/passwords";
import type { UserActor } from "../actor.ts";
import type { Context } from "../context.ts";
import { announceLogin } from "./announce-login.ts";

/**
 * Sets a new password and voids every login made before. The browser that asks stays signed in: its cookie is written anew under the new version.
 * @throws AppError `invalid_credentials`, `rate_limited`
 */
export async function changePassword(
  ctx: Pick<Context, "db" | "attempts" | "renewLogin">,
  actor: UserActor,
  request: { current: string; next: string },
): Promise<void> {
  await ctx.attempts.spend("password", actor.userId);
  const user = await ctx.db.prisma.user.findUniqueOrThrow({ where: { id: actor.userId } });
  if (!(await verifyPassword(user.passwordHash, request.current))) {
    throw new AppError("invalid_credentials", "The current password is not right.", {
      issues: [{ path: "current", message: "is not right" }],
    });
  }
  const passwordHash = await hashPassword(request.next);
  const { sessionVersion } = await ctx.db.prisma.$transaction(async (tx) => {
    const changed = await tx.user.update({
      where: { id: user.id },
      data: { passwordHash, sessionVersion: { increment: 1 } },
    });
    await announceLogin(tx, user.id);
    return changed;
  });
  await ctx.attempts.forgive("password", actor.userId);
  await ctx.renewLogin?.(sessionVersion);
}
