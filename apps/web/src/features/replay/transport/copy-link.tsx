"use client";
import { Link2 } from "lucide-react";
import { toast } from "../../../ui/toast.tsx";
import { useStage } from "../player-context.tsx";
import { writePlace } from "../url/place-in-url.ts";
import { TransportButton } from "./transport-button.tsx";

/** Plain http in a LAN has no clipboard API; a selection can be copied everywhere. */
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

async function copy(text: string): Promise<boolean> {
  if (!window.isSecureContext) return copyBySelection(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Copies a link to exactly this frame, and to the loop if one is set. */
export function CopyLink() {
  const { player } = useStage();
  const press = async (): Promise<void> => {
    const url = new URL(location.href);
    const place = { t: player.timeline.timeOf(player.frame), loop: player.getState().loop };
    url.search = writePlace(url.searchParams, place).toString();
    if (await copy(url.href)) toast.success("Link to this frame copied");
    else toast.error("The link could not be copied", { description: url.href });
  };
  return (
    <TransportButton label="Copy link to this frame" onPress={() => void press()}>
      <Link2 aria-hidden />
    </TransportButton>
  );
}
