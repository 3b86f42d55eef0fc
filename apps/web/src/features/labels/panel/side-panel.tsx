"use client";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { Tab } from "../../../ui/tab.tsx";
import { useLabels, useStore, useTool } from "../session/labels-context.tsx";
import type { ToolState } from "../session/tool-state.ts";
import { CommentsTab } from "./comments-tab.tsx";
import { LabelsTab } from "./labels-tab.tsx";

/** Beside the stage: what the team says of this episode, and what is known of it. */
export function SidePanel({ info, activity, similar }: Record<"info" | "activity" | "similar", ReactNode>) {
  const { tool, parts } = useLabels();
  const tab = useTool((state) => state.tab);
  const choose = (value: string): void => tool.change({ tab: value as ToolState["tab"] });
  const open = useStore(parts.threads).filter(({ resolved }) => !resolved).length;
  return (
    <Tabs.Root value={tab} onValueChange={choose} className="flex flex-col md:h-full md:min-h-0">
      <Tabs.List
        aria-label="About this episode"
        className="flex shrink-0 gap-1 overflow-x-auto border-b px-1 [scrollbar-width:none]"
      >
        <Tab value="labels" onChoose={choose}>
          Labels
        </Tab>
        <Tab value="comments" onChoose={choose}>
          Comments
          {open === 0 ? null : <span className="figures ml-1 text-ink-3">{open}</span>}
        </Tab>
        <Tab value="similar" onChoose={choose}>
          Similar
        </Tab>
        <Tab value="activity" onChoose={choose}>
          Activity
        </Tab>
        <Tab value="info" onChoose={choose}>
          Info
        </Tab>
      </Tabs.List>
      <Tabs.Content value="labels" className="min-h-0 flex-1 outline-none">
        <LabelsTab />
      </Tabs.Content>
      <Tabs.Content value="comments" className="min-h-0 flex-1 outline-none">
        <CommentsTab />
      </Tabs.Content>
      <Tabs.Content value="similar" className="min-h-0 flex-1 overflow-y-auto outline-none">
        {similar}
      </Tabs.Content>
      <Tabs.Content value="activity" className="min-h-0 flex-1 overflow-y-auto outline-none">
        {activity}
      </Tabs.Content>
      <Tabs.Content value="info" className="min-h-0 flex-1 outline-none">
        {info}
      </Tabs.Content>
    </Tabs.Root>
  );
}
