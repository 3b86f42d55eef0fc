"use client";
import { Repeat } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { usePlayerState, useStage } from "../player-context.tsx";
import { TransportButton } from "./transport-button.tsx";

/** In, out, and the loop itself. Without in and out the loop is the whole episode. */
export function LoopButtons() {
  const { player } = useStage();
  const { loop } = usePlayerState();
  return (
    <div className="flex items-center">
      <Bracket label="Loop from here" keys="{" onPress={() => player.setLoopIn()} />
      <TransportButton
        label={
          loop === null
            ? "Loop the whole episode"
            : `Looping ${loop.from.toFixed(3)} – ${loop.to.toFixed(3)} s: stop looping`
        }
        isPressed={loop !== null}
        keys="o"
        onPress={() => player.toggleLoop()}
      >
        <Repeat aria-hidden />
      </TransportButton>
      <Bracket label="Loop to here" keys="}" onPress={() => player.setLoopOut()} />
    </div>
  );
}

function Bracket({ label, keys, onPress }: { label: string; keys: string; onPress: () => void }) {
  return (
    <Tooltip label={label} keys={keys} side="top">
      <Button
        variant="quiet"
        size="icon"
        className="w-6 font-mono pointer-coarse:w-10"
        aria-label={label}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
      >
        {keys}
      </Button>
    </Tooltip>
  );
}
