"use client";
import { Link2 } from "lucide-react";
import { use } from "react";
import { copyText } from "../../../ui/copy-text.ts";
import { toast } from "../../../ui/toast.tsx";
import { useKeys } from "../../keys/keys-provider.tsx";
import { LabelsContext } from "../../labels/session/labels-context.tsx";
import { useStage } from "../player-context.tsx";
import { writePlace } from "../url/place-in-url.ts";
import { TransportButton } from "./transport-button.tsx";

/** Copies a link to exactly this frame, to the loop if one is set, and to the label in hand: “look here”. */
export function CopyLink() {
  const { player } = useStage();
  const labels = use(LabelsContext);
  const press = async (): Promise<void> => {
    const url = new URL(location.href);
    const place = { t: player.timeline.timeOf(player.frame), loop: player.getState().loop };
    const params = writePlace(url.searchParams, place);
    const selected = labels?.tool.get().selected ?? null;
    if (selected === null) params.delete("sel");
    else params.set("sel", selected);
    url.search = params.toString();
    if (await copyText(url.href)) toast.success("Link to this frame copied");
    else toast.error("The link could not be copied", { description: url.href });
  };
  useKeys("Episode", [{ keys: ["shift+c"], does: "Copy a link to this frame", run: () => void press() }]);
  return (
    <TransportButton label="Copy link to this frame" keys="shift+c" onPress={() => void press()}>
      <Link2 aria-hidden />
    </TransportButton>
  );
}
