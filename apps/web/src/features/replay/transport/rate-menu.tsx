"use client";
import { Button } from "../../../ui/button.tsx";
import { Menu, MenuChoice } from "../../../ui/menu.tsx";
import { RATES } from "../engine/play-clock.ts";
import { usePlayerState, useStage } from "../player-context.tsx";

const OPTIONS = RATES.map((rate) => ({ value: String(rate), label: `${rate}×` }));

export function RateMenu() {
  const { player } = useStage();
  const { rate } = usePlayerState();
  return (
    <Menu
      align="end"
      side="top"
      trigger={
        <Button
          variant="quiet"
          size="sm"
          className="figures min-w-13"
          aria-label={`Speed ${rate}×`}
          title="Speed (J slower, L faster)"
        >
          {rate}×
        </Button>
      }
    >
      <MenuChoice value={String(rate)} options={OPTIONS} onChange={(next) => player.setRate(Number(next))} />
    </Menu>
  );
}
