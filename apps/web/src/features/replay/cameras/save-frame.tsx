"use client";
import { ImageDown } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { saveFile } from "../../../ui/save-file.ts";
import { toast } from "../../../ui/toast.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";

/** The picture on the screen in its own size, not the tile's; null where there is none. */
function pictureIn(tile: HTMLElement): Promise<Blob | null> {
  const shown = tile.querySelector<HTMLVideoElement | HTMLCanvasElement>("canvas, video:not([aria-hidden])");
  if (shown === null) return Promise.resolve(null);
  const canvas = document.createElement("canvas");
  canvas.width = "videoWidth" in shown ? shown.videoWidth : shown.width;
  canvas.height = "videoHeight" in shown ? shown.videoHeight : shown.height;
  if (canvas.width === 0 || canvas.height === 0) return Promise.resolve(null);
  canvas.getContext("2d")?.drawImage(shown, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Saves what a camera shows now, named after the episode, the camera and the frame. */
export function SaveFrame({ episode, camera }: { episode: string; camera: string }) {
  const press = async (tile: HTMLElement | null): Promise<void> => {
    const picture = tile === null ? null : await pictureIn(tile);
    const frame = tile?.dataset["frame"];
    if (picture === null || frame === undefined) toast.error("This camera shows no picture to save");
    else saveFile(picture, `${episode} ${camera} ${frame}.png`);
  };
  return (
    <Tooltip label="Save this frame">
      <Button
        variant="quiet"
        size="iconSm"
        aria-label={`Save this frame of ${camera}`}
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => void press(event.currentTarget.closest<HTMLElement>("[data-camera]"))}
        className="absolute top-1.5 right-1.5 bg-black/70 text-white opacity-0 group-hover:opacity-100 hover:bg-black hover:text-white focus-visible:opacity-100 pointer-coarse:hidden"
      >
        <ImageDown aria-hidden />
      </Button>
    </Tooltip>
  );
}
