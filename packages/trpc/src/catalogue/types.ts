import type { TopicInfo } from "../schemas/episodes.ts";

/** The row of one episode, as lists need it. */
export interface EpisodeRecord {
  id: string;
  sessionId: string;
  source: "live" | "import";
  /** Completed: stored as a whole. */
  status: "recording" | "completed" | "disconnected";
  /** Nothing is added to it any more; the last parts may not be stored yet. */
  ended: boolean;
  datasetName: string | null;
  datasetSlug: string | null;
  episodeIndex: number | null;
  task: string | null;
  tasks: string[];
  robotType: string | null;
  /** Who held the robot, as it said. */
  operator: string | null;
  fps: number;
  startTime: number;
  endTime: number;
  durationS: number;
  totalFrames: number;
  totalMessages: number;
  outcome: "success" | "failure" | null;
  totalReward: number | null;
  tags: string[];
  summary: string | null;
  features: Record<string, unknown>;
  umapX: number | null;
  umapY: number | null;
  warnings: { code: string; message: string }[];
  createdAt: string;
  cameraCount: number;
  /** The first camera that has pictures. */
  posterTopic: string | null;
}

export interface TopicRecord {
  name: string;
  kind: "signal" | "camera" | "text";
  dataType: string;
  shape: number[];
  featureNames: string[];
  units: string[];
  messageCount: number;
  firstTime: number;
  lastTime: number;
  avgFrequency: number;
  stats: TopicInfo["statistics"];
}

export interface CameraRecord {
  topic: string;
  storage: "video" | "images" | "missing";
  width: number | null;
  height: number | null;
  firstFrame: number;
  frames: number;
  fromTime: number;
  toTime: number;
  fps: number;
  isDepth: boolean;
  blobKey: string | null;
  problem: string | null;
  video: VideoRecord | null;
}

export interface VideoRecord {
  hash: string;
  key: string;
  bytes: number;
  codec: string;
  mimeCodec: string;
  width: number;
  height: number;
  frames: number;
  fps: number;
  playable: "native" | "needs_proxy" | "stills_only";
  proxyKey: string | null;
}

export interface SegmentRecord {
  key: string;
  bytes: number;
  firstTime: number;
  lastTime: number;
  /** Of a live episode: where the part's pictures lie, by topic. Null: at the camera. */
  blobs: Record<string, string> | null;
}

/** How far the recording of an episode that is not stored as a whole has come. */
export interface RecordingRecord {
  /** Numbers before it are in `segments` that are stored. */
  sealedSeq: number;
  /** The number wanted next. */
  nextSeq: number;
  /** Whether more may come. */
  isOpen: boolean;
}

/** One episode with all that a page, a seek or a picture of it needs. Shared between requests: never change it. */
export interface CatalogueEpisode extends EpisodeRecord {
  topics: TopicRecord[];
  cameras: CameraRecord[];
  /** In the order of recording; of a recording's, the last ones lie in the log. */
  segments: SegmentRecord[];
  /** Null for all that is stored as a whole. */
  recording: RecordingRecord | null;
}
