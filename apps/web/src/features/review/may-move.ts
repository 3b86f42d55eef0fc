import type { AssignmentView } from "@retake/trpc/schemas";

interface Reader {
  userId: string;
  canReview: boolean;
}

/** What somebody may do with an assignment now. The server decides the same again. */
export function mayMove({ state, assignee, reviewer }: AssignmentView, { userId, canReview }: Reader) {
  const isMine = assignee.userId === userId;
  const isMyReview = state === "labelled" || (state === "in_review" && reviewer?.userId === userId);
  return {
    finish: isMine && (state === "todo" || state === "returned"),
    reopen: isMine && state === "labelled",
    take: canReview && state === "labelled",
    judge: canReview && isMyReview,
    release: canReview && state === "in_review",
    reconsider: canReview && state === "accepted",
  };
}
