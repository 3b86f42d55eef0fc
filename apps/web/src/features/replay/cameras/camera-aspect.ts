import type { CameraInfo } from "@retake/trpc/schemas";

/** Width / height; 4:3 where the size is not known. */
export function aspectOf({ width, height }: Pick<CameraInfo, "width" | "height">): number {
  const aspect = (width ?? 4) / Math.max(1, height ?? 3);
  return Number.isFinite(aspect) && aspect > 0 ? aspect : 4 / 3;
}
