import type { AssignmentRecord } from "../assignments/load-assignments.ts";
import type { WorkspaceAccess } from "../actor.ts";
import { isReviewer } from "../policies/assignments.ts";
import type { AssignmentView, Person } from "../schemas/assignments.ts";
import { cameraUrl } from "./media-url.ts";
import { person } from "./person.ts";

/** Whether an episode has a reference is not told to those who are measured by it. */
export function assignmentView(workspace: WorkspaceAccess, record: AssignmentRecord): AssignmentView {
  const { sessionId, posterTopic } = record;
  const camera = posterTopic === null ? null : cameraUrl(workspace.slug, sessionId, posterTopic);
  return {
    id: record.id,
    state: record.state,
    reason: record.reason,
    isBlind: record.layer !== "main",
    isGold: isReviewer(workspace) ? record.gold : null,
    assignee: assigneeOf(record),
    reviewer: person(record.reviewerId, record.reviewerName, record.reviewerEmail),
    updatedAt: record.updatedAt.toISOString(),
    labels: record.labels,
    firstGapS: record.firstGapS,
    episode: {
      sessionId,
      episodeIndex: record.episodeIndex,
      datasetName: record.datasetName,
      task: record.task,
      durationS: record.durationS,
      posterUrl: camera === null ? null : `${camera}/poster.jpg`,
      stripUrl: camera === null ? null : `${camera}/strip.jpg`,
    },
  };
}

/** Who has it, under whatever name is left of them. */
export function assigneeOf({
  assigneeId,
  assigneeName,
  assigneeEmail,
}: Pick<AssignmentRecord, "assigneeId" | "assigneeName" | "assigneeEmail">): Person {
  return { userId: assigneeId, name: assigneeName ?? assigneeEmail ?? "Somebody" };
}
