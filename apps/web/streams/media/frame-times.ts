import { frameTimes } from "@retake/media/frame-times";
import { probeVideo } from "@retake/media/probe";
import { notFound } from "@retake/core/errors";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { CameraRecord, CatalogueEpisode } from "@retake/trpc/catalogue";
import { LRUCache } from "lru-cache";

type Probe = Awaited<ReturnType<typeof probeVideo>>;
const PROBES_MAX = 64;

/**
 * Presentation times of a camera's frames from its `fromTime`, as Float64 little endian; of pictures that a robot sent, from the
 * episode's start, which is what a video of them shows at `fromTime`. A file's index is read once.
 */
export function createFrameTimes({
  store,
  reader,
}: {
  store: ObjectStore;
  reader: TelemetryReader;
}): (episode: CatalogueEpisode, camera: CameraRecord) => Promise<Uint8Array> {
  const probes = new LRUCache<string, Promise<Probe>>({ max: PROBES_MAX });
  return async (episode, camera) => {
    if (episode.source === "live" && camera.video === null) {
      const [columns] = await reader.read(episode.segments, { topics: [camera.topic] });
      return bytesOf((columns?.t ?? new Float64Array(0)).map((time) => time - episode.startTime));
    }
    const { video } = camera;
    const file = video === null ? null : store.localPath(video.key);
    if (video === null || file === null) throw notFound("A video of this camera");
    let probe = probes.get(video.hash);
    if (probe === undefined) {
      probe = probeVideo(file);
      probes.set(video.hash, probe);
      probe.catch(() => probes.delete(video.hash));
    }
    const { times } = frameTimes(await probe, camera.firstFrame, camera.frames);
    return bytesOf(times);
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
