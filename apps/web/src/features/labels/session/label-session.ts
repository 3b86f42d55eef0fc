import { createUndo } from "@retake/collab/document";
import { DEFAULT_LABEL_SCHEMA, type LabelSchema } from "@retake/collab/label-schema";
import type { UndoManager } from "yjs";
import type { Player } from "../../replay/engine/player.ts";
import { createEpisodeRoom, type EpisodeRoom, type RoomPlace } from "../room/episode-room.ts";
import { createPresence, type PresenceStore } from "../room/presence.ts";
import { createStore, type Store } from "../room/store.ts";
import { createDocumentStores, type DocumentStores } from "./document-stores.ts";
import { DraftStore } from "./draft-store.ts";
import { FlashStore } from "./flash-store.ts";
import { LaneStore } from "./lane-store.ts";
import { createToolStore, type ToolStore } from "./tool-state.ts";

/** What an action needs of the player. */
export type Playhead = Pick<Player, "time" | "frame" | "timeline" | "seek">;

/** One person's work on one episode: the shared document, what they have in hand, and the way back. */
export interface LabelSession {
  room: EpisodeRoom;
  user: { id: string; name: string };
  schema: Store<LabelSchema>;
  lanes: LaneStore;
  parts: DocumentStores;
  tool: ToolStore;
  undo: UndoManager;
  presence: PresenceStore;
  flashes: FlashStore;
  drafts: DraftStore;
  playhead: Playhead;
  /** Length of the episode in seconds; it grows while it records. */
  durationS: () => number;
  canEdit: boolean;
  /** Whether this is the team's document: what a blind or a gold one says of the episode is nobody else's. */
  isMain: boolean;
  /** Connects and listens; the answer leaves. */
  open: () => () => void;
}

export interface LabelSessionOptions {
  place: RoomPlace;
  user: { id: string; name: string };
  playhead: Playhead;
  durationS: () => number;
  canEdit: boolean;
}

export function createLabelSession({
  place,
  user,
  playhead,
  durationS,
  canEdit,
}: LabelSessionOptions): LabelSession {
  const room = createEpisodeRoom(place);
  const schema = createStore<LabelSchema>(DEFAULT_LABEL_SCHEMA);
  const presence = createPresence();
  const flashes = new FlashStore();
  const drafts = new DraftStore(presence.drafts, room.save.store);
  const lanes = new LaneStore({
    document: room.document,
    schema: schema.get(),
    durationS: durationS(),
    isRemote: room.isRemote,
    onRemote: (ids, client) => flashes.add(ids, presence.nameOfClient(client)),
  });
  const parts = createDocumentStores(room.document);
  const tool = createToolStore(schema.get().lanes[0]?.id ?? "");
  const open = (): (() => void) => {
    const stops = [
      lanes.start(),
      parts.start(),
      schema.subscribe(() => lanes.redefine(schema.get(), durationS())),
      room.open(),
    ];
    return () => stops.toReversed().forEach((stop) => stop());
  };
  const undo = createUndo(room.document);
  return {
    room,
    user,
    schema,
    lanes,
    parts,
    tool,
    undo,
    presence,
    flashes,
    drafts,
    playhead,
    durationS,
    canEdit,
    isMain: place.layer === undefined,
    open,
  };
}
