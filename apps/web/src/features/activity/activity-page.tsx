"use client";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { ReviewTabs } from "../review/review-tabs.tsx";
import { ActivityFeed } from "./activity-feed.tsx";

/** Everything that is done to labels and work in the workspace. */
export function ActivityPage() {
  const { workspace } = useWorkspace();
  return (
    <div className="flex min-h-full flex-col">
      <h1 className="sr-only">Activity</h1>
      <ReviewTabs />
      <ActivityFeed workspace={workspace.slug} />
    </div>
  );
}
