import { createHash } from "node:crypto";
import { keyPart, type ObjectStore, type StagedObject } from "../object-store/index.ts";

/** Appends a camera's pictures to one object; `TopicColumns.blob` says where each lies. */
export interface FrameBlobWriter {
  append(picture: Uint8Array): Promise<{ offset: number; length: number }>;
  /** Makes the blob durable. Its key holds the content's hash: writing the same pictures again changes nothing. */
  finish(): Promise<{ key: string; bytes: number }>;
  /** Drops what was appended; harmless after `finish`. */
  abort(): Promise<void>;
}

/** Pictures gathered before they go to the store in one write. */
const GATHER_BYTES = 1 << 20;

/** @throws AppError `storage_full` or `unavailable` from every method; the blob is given up then */
export async function createFrameBlobWriter(
  store: ObjectStore,
  { episodeId, camera }: { episodeId: string; camera: string },
): Promise<FrameBlobWriter> {
  const staged: StagedObject = await store.stage();
  const hash = createHash("sha256");
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const block = Buffer.concat(gathered);
    gathered = [];
    gatheredBytes = 0;
    hash.update(block);
    await staged.write(block);
  };
  return {
    async append(picture) {
      const place = { offset: bytes, length: picture.byteLength };
      gathered.push(new Uint8Array(picture));
      gatheredBytes += picture.byteLength;
      bytes += picture.byteLength;
      if (gatheredBytes >= GATHER_BYTES) await flush();
      return place;
    },
    async finish() {
      await flush();
      const episode = keyPart(episodeId);
      const sha12 = hash.digest("hex").slice(0, 12);
      const key = `frames/${episode.slice(0, 2)}/${episode}/${keyPart(camera.replace(/^\/+/, ""))}-${sha12}.blob`;
      await staged.commit(key);
      return { key, bytes };
    },
    abort: () => staged.abort(),
  };
}
