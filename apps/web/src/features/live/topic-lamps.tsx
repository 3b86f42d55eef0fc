import type { LiveRecording } from "@retake/trpc/schemas";
import { Circle, OctagonAlert, TriangleAlert } from "lucide-react";
import { rateWords } from "../live-feed/live-words.ts";

type Topic = LiveRecording["topics"][number];

const WORSE = { bad: 0, warn: 1, ok: 2 } as const;
/** Topics a card names one by one when all is well. */
const NAMED_MAX = 8;

/** How good each topic is now: first what is wrong with the reason in words, then what is well. */
export function TopicLamps({ topics }: { topics: readonly Topic[] }) {
  const sorted = topics.toSorted((a, b) => WORSE[a.lamp] - WORSE[b.lamp]);
  const faults = sorted.filter(({ lamp }) => lamp !== "ok").length;
  const shown = sorted.slice(0, Math.max(faults, NAMED_MAX));
  const more = sorted.length - shown.length;
  return (
    <ul aria-label="Quality by topic" className="flex flex-col gap-0.5 text-xs">
      {shown.map((topic) => (
        <li key={topic.name} className="flex min-w-0 items-baseline gap-1.5">
          <Lamp lamp={topic.lamp} />
          <span className="min-w-0 shrink truncate text-ink-2" title={topic.name}>
            {topic.name.slice(topic.name.startsWith("/") ? 1 : 0)}
          </span>
          {topic.reason === null ? null : (
            <span
              className={`min-w-0 flex-1 truncate ${topic.lamp === "bad" ? "text-failure" : "text-attention"}`}
              title={topic.reason}
            >
              {topic.reason}
            </span>
          )}
          <span className="figures ml-auto shrink-0 text-ink-3" title={meantWords(topic)}>
            {rateWords(topic.rateHz)}
          </span>
        </li>
      ))}
      {more > 0 ? <li className="pl-4.5 text-ink-3">{more} more, all well</li> : null}
    </ul>
  );
}

function meantWords({ meantHz }: Topic): string {
  return meantHz === null ? "Messages per second" : `Messages per second; meant: ${rateWords(meantHz)}`;
}

const WORDS = { ok: "well", warn: "worth a look", bad: "of no use now" } as const;

function Lamp({ lamp }: { lamp: Topic["lamp"] }) {
  const Shape = lamp === "ok" ? Circle : lamp === "warn" ? TriangleAlert : OctagonAlert;
  const colour = lamp === "ok" ? "text-success" : lamp === "warn" ? "text-attention" : "text-failure";
  return (
    <Shape
      role="img"
      aria-label={WORDS[lamp]}
      className={`size-3 shrink-0 translate-y-0.5 ${colour}`}
      {...(lamp === "ok" ? { fill: "currentColor", strokeWidth: 0 } : {})}
    />
  );
}
