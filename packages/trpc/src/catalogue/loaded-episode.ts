import type { CatalogueEpisode, EpisodeRecord } from "./types.ts";

/** An episode as Postgres sends it: what hangs on it is text still, which costs a third to receive and to hold. */
export interface EpisodeText extends EpisodeRecord {
  topics: string;
  cameras: string;
  segments: string;
  recording: string | null;
}

/** Of a row without its texts, about. */
const ROW_BYTES = 1_536;
/** A text, and what is read from it. What its topics are beside that, the features of an episode are. */
const TEXT_FACTOR = 3;

/** What a row weighs in memory, about, its texts read or not. */
function weighEpisode({ topics, cameras, segments }: EpisodeText): number {
  return ROW_BYTES + TEXT_FACTOR * (topics.length + cameras.length + segments.length);
}

/**
 * What hangs on it is read from its text when somebody first asks: most ask for one part of it, or for none.
 * Column by column: a spread with getters takes five times as long, and 2 KB more.
 */
export class LoadedEpisode implements CatalogueEpisode {
  // Types only: a field that is defined before it is set costs twice.
  declare id: CatalogueEpisode["id"];
  declare sessionId: CatalogueEpisode["sessionId"];
  declare source: CatalogueEpisode["source"];
  declare status: CatalogueEpisode["status"];
  declare ended: CatalogueEpisode["ended"];
  declare datasetName: CatalogueEpisode["datasetName"];
  declare datasetSlug: CatalogueEpisode["datasetSlug"];
  declare episodeIndex: CatalogueEpisode["episodeIndex"];
  declare task: CatalogueEpisode["task"];
  declare tasks: CatalogueEpisode["tasks"];
  declare robotType: CatalogueEpisode["robotType"];
  declare operator: CatalogueEpisode["operator"];
  declare fps: CatalogueEpisode["fps"];
  declare startTime: CatalogueEpisode["startTime"];
  declare endTime: CatalogueEpisode["endTime"];
  declare durationS: CatalogueEpisode["durationS"];
  declare totalFrames: CatalogueEpisode["totalFrames"];
  declare totalMessages: CatalogueEpisode["totalMessages"];
  declare outcome: CatalogueEpisode["outcome"];
  declare totalReward: CatalogueEpisode["totalReward"];
  declare tags: CatalogueEpisode["tags"];
  declare summary: CatalogueEpisode["summary"];
  declare features: CatalogueEpisode["features"];
  declare umapX: CatalogueEpisode["umapX"];
  declare umapY: CatalogueEpisode["umapY"];
  declare warnings: CatalogueEpisode["warnings"];
  declare createdAt: CatalogueEpisode["createdAt"];
  declare cameraCount: CatalogueEpisode["cameraCount"];
  declare posterTopic: CatalogueEpisode["posterTopic"];
  declare recording: CatalogueEpisode["recording"];
  readonly #texts: EpisodeText;
  #topics: CatalogueEpisode["topics"] | null = null;
  #cameras: CatalogueEpisode["cameras"] | null = null;
  #segments: CatalogueEpisode["segments"] | null = null;

  constructor(row: EpisodeText) {
    this.id = row.id;
    this.sessionId = row.sessionId;
    this.source = row.source;
    this.status = row.status;
    this.ended = row.ended;
    this.datasetName = row.datasetName;
    this.datasetSlug = row.datasetSlug;
    this.episodeIndex = row.episodeIndex;
    this.task = row.task;
    this.tasks = row.tasks;
    this.robotType = row.robotType;
    this.operator = row.operator;
    this.fps = row.fps;
    this.startTime = row.startTime;
    this.endTime = row.endTime;
    this.durationS = row.durationS;
    this.totalFrames = row.totalFrames;
    this.totalMessages = row.totalMessages;
    this.outcome = row.outcome;
    this.totalReward = row.totalReward;
    this.tags = row.tags;
    this.summary = row.summary;
    this.features = row.features;
    this.umapX = row.umapX;
    this.umapY = row.umapY;
    this.warnings = row.warnings;
    this.createdAt = row.createdAt;
    this.cameraCount = row.cameraCount;
    this.posterTopic = row.posterTopic;
    this.recording =
      row.recording === null ? null : (JSON.parse(row.recording) as CatalogueEpisode["recording"]);
    this.#texts = row;
  }

  get topics(): CatalogueEpisode["topics"] {
    return (this.#topics ??= JSON.parse(this.#texts.topics) as CatalogueEpisode["topics"]);
  }

  get cameras(): CatalogueEpisode["cameras"] {
    return (this.#cameras ??= JSON.parse(this.#texts.cameras) as CatalogueEpisode["cameras"]);
  }

  get segments(): CatalogueEpisode["segments"] {
    return (this.#segments ??= JSON.parse(this.#texts.segments) as CatalogueEpisode["segments"]);
  }

  get bytes(): number {
    return weighEpisode(this.#texts);
  }
}
