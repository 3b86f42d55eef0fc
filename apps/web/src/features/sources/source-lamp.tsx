import { Circle, CircleDashed, OctagonAlert, Radio } from "lucide-react";
import type { SourceLook } from "./source-words.ts";

const LAMPS = {
  off: { icon: Circle, colour: "text-ink-3" },
  waiting: { icon: CircleDashed, colour: "text-attention" },
  recording: { icon: Radio, colour: "text-success" },
  failed: { icon: OctagonAlert, colour: "text-failure" },
} as const;

/** Shape and colour of a source's state, with its word. */
export function SourceLamp({ look, word }: { look: SourceLook; word: string }) {
  const { icon: Shape, colour } = LAMPS[look];
  return (
    <span className={`flex items-center gap-1.5 text-xs font-medium ${colour}`}>
      <Shape className="size-3.5 shrink-0" aria-hidden />
      {word}
    </span>
  );
}
