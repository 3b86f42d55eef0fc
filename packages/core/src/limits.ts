/** Limits on everything that enters. Each has a reason; the error that names it carries the number. */
export const LIMITS = {
  /** Rows one seek may answer; more is paged by `X-Next-Time`. */
  seekRowsMax: 10_000,
  seekRowsDefault: 1_000,
  /** Bytes of a JSON request body: the largest real one is a bulk selection of ids. */
  requestBodyBytesMax: 1 << 20,
  /** Episodes one page of a list may hold. */
  listPageMax: 1_000,
  listPageDefault: 100,
  /** Values in one vector (a 200 × 200 tactile map still fits); beyond it a feature is refused as a signal. */
  vectorDimsMax: 65_536,
  /** Episodes of one dataset: the largest public ones have about 100,000. */
  datasetEpisodesMax: 1_000_000,
  /** Bytes of one JSON or JSONL metadata line, so that a hostile line cannot fill memory. */
  metaLineBytesMax: 16 << 20,
  metaFileBytesMax: 512 << 20,
  /** Pixels of one image: 8K video is 33 million. */
  imagePixelsMax: 50_000_000,
  /** Frames of one video file: 37 hours at 30 per second. */
  videoFramesMax: 4_000_000,
  /** Bytes of a video's index (`moov`): 4 million frames with B-frames need about 100 MB. */
  videoIndexBytesMax: 128 << 20,
  /** How long a recording that was cut off waits for its robot: a reboot of the robot's computer and a walk to the router. */
  recordingGraceMs: 3_600_000,
  /** Characters of one search: a long sentence is 200. */
  searchLengthMax: 1_000,
  /** Hits of one answer of a search. */
  searchHitsMax: 200,
  /** How deep into a search one can page; what is ranked lower is found by better words. */
  searchDepthMax: 2_000,
  /** Saved searches of a workspace. */
  savedSearchesMax: 500,
  /** Datasets of a workspace that people have picked, and episodes in one. */
  pickedDatasetsMax: 1_000,
  pickedEpisodesMax: 100_000,
  /** Tokens a workspace may be allowed to spend on a model server in a month. */
  monthlyTokensMax: 1_000_000_000_000,
  textLengthMax: 4_096,
  tagsMax: 64,
  tagLengthMax: 64,
  passwordLengthMin: 10,
  passwordLengthMax: 200,
} as const;
