import { AppError } from "@retake/core/errors";
import type { CameraRecord } from "@retake/trpc/catalogue";

export function noPicture(camera: Pick<CameraRecord, "problem">): AppError {
  return new AppError("not_found", camera.problem ?? "This camera has no pictures.");
}
