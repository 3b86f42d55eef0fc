import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of real datasets, given by whoever runs the tests; without it those tests are skipped and counted. */
export const realData = process.env.RETAKE_TEST_DATA ?? "";

export interface ExpectedVideo {
  path: string;
  codec: string;
  size: string;
  frames: number;
  duration: number;
}

/** Every video `EXPECTED.json` describes, measured by ffprobe. */
export function expectedVideos(): ExpectedVideo[] {
  if (realData === "") return [];
  const expected = JSON.parse(readFileSync(join(realData, "EXPECTED.json"), "utf8")) as Record<
    string,
    { videos?: (Omit<ExpectedVideo, "path"> & { file: string })[] }
  >;
  return Object.entries(expected).flatMap(([dataset, { videos }]) =>
    (videos ?? []).map((video) => ({ ...video, path: join(realData, dataset, video.file) })),
  );
}
