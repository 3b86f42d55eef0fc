/** One document: an episode's, in one layer. */
export interface RoomRef {
  /** `<episode id>` for the layer `main`, `<episode id>#<layer>` else. */
  key: string;
  episodeId: string;
  /** `main`, `gold` or `blind:<user id>` */
  layer: string;
}

export function roomRef(episodeId: string, layer = "main"): RoomRef {
  return { key: layer === "main" ? episodeId : `${episodeId}#${layer}`, episodeId, layer };
}
