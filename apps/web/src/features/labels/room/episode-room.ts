import { CLOSE, MESSAGE } from "@retake/collab/messages";
import { openDocument, type EpisodeDocument } from "@retake/collab/document";
import { readVarUint } from "lib0/decoding";
import { clearDocument, IndexeddbPersistence } from "y-indexeddb";
import { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { countingSocket } from "./counting-socket.ts";
import { SaveState } from "./save-state.ts";
import { createStore, type Store } from "./store.ts";

export interface RoomPlace {
  workspace: string;
  sessionId: string;
  userId: string;
  /** One's own copy (`blind`), an annotator's (`blind:<user id>`), or the reference of a gold episode; left out, the team's. */
  layer?: string;
}

/** One episode's shared document as this browser has it, and its one connection. */
export interface EpisodeRoom {
  document: EpisodeDocument;
  save: SaveState;
  /** True once the document holds what the server, or this browser, had. */
  loaded: Store<boolean>;
  /** Who is here; null while closed. */
  awareness: Store<Awareness | null>;
  /** Whether a change came from elsewhere: the server, or what this browser kept. */
  isRemote: (origin: unknown) => boolean;
  /** Connects; the answer leaves again. */
  open: () => () => void;
  /** Throws away what only this browser has, and reads the room anew. */
  discard: () => Promise<void>;
}

/** A browser that keeps nothing, or is slow at it, is not waited for. */
const KEPT_WITHIN_MS = 1_000;

/** What this browser keeps of a room is its person's alone. */
export function roomName({ workspace, sessionId, userId, layer }: RoomPlace): string {
  return `retake.room ${userId} ${workspace}/${sessionId}${layer === undefined ? "" : `#${layer}`}`;
}

export function createEpisodeRoom(place: RoomPlace): EpisodeRoom {
  const document = openDocument(new Y.Doc());
  const save = new SaveState();
  const loaded = createStore(false);
  const awareness = createStore<Awareness | null>(null);
  let origins: readonly unknown[] = [];
  const isRemote = (origin: unknown): boolean => origins.includes(origin);
  let leave = (): Promise<void> => Promise.resolve();
  const discard = async (): Promise<void> => {
    await leave();
    await clearDocument(roomName(place));
    location.reload();
  };
  const open = (): (() => void) => {
    const mine = new Awareness(document.doc);
    const kept = new IndexeddbPersistence(roomName(place), document.doc);
    const provider = connect(place, document.doc, mine, save);
    origins = [provider, kept];
    const onUpdate = (_: Uint8Array, origin: unknown): void => {
      if (!isRemote(origin)) save.changed();
    };
    const onSync = (isSynced: boolean): void => {
      if (isSynced) loaded.set(true);
    };
    document.doc.on("update", onUpdate);
    provider.on("sync", onSync);
    kept.on("synced", () => {
      if (document.doc.store.clients.size > 0) loaded.set(true);
    });
    provider.on("closed", ({ code }) => {
      save.closed(code);
      // Whoever may not be here keeps nothing of it.
      if (code === CLOSE.forbidden || code === CLOSE.notFound) void kept.clearData();
    });
    awareness.set(mine);
    const stopWatching = watchNetwork(provider);
    leave = async () => {
      stopWatching();
      awareness.set(null);
      document.doc.off("update", onUpdate);
      mine.setLocalState(null);
      provider.destroy();
      mine.destroy();
      await kept.destroy();
    };
    // What is kept here comes in first: the server is then asked for the rest only, and not sent all of it back.
    const connectOnce = once(() => {
      if (origins.includes(kept) && awareness.get() === mine) provider.connect();
    });
    kept.on("synced", connectOnce);
    setTimeout(connectOnce, KEPT_WITHIN_MS);
    return () => void leave();
  };
  return { document, save, loaded, awareness, isRemote, open, discard };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}

function connect(place: RoomPlace, doc: Y.Doc, awareness: Awareness, save: SaveState): WebsocketProvider {
  const base = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/rooms/${encodeURIComponent(place.workspace)}`;
  const provider = new WebsocketProvider(base, encodeURIComponent(place.sessionId), doc, {
    awareness,
    // Tabs meet in the room: what one has stored is what the server has stored.
    disableBc: true,
    params: place.layer === undefined ? {} : { layer: place.layer },
    WebSocketPolyfill: countingSocket({ opened: () => save.opened(), sent: () => save.sent() }),
    connect: false,
  });
  provider.messageHandlers[MESSAGE.saved] = (_, decoder) => save.stored(readVarUint(decoder));
  provider.on("sync", (isSynced) => {
    if (isSynced) save.synced();
  });
  provider.on("status", ({ status }) => {
    if (status === "disconnected") save.lost();
  });
  provider.on("connection-error", () => save.lost());
  speakForOneself(provider, awareness);
  return provider;
}

/** As it comes, a provider sends back whatever it hears of the others; the server knows that. */
function speakForOneself(provider: WebsocketProvider, awareness: Awareness): void {
  const send = provider._awarenessUpdateHandler;
  awareness.off("update", send);
  awareness.on("update", (changes: Parameters<typeof send>[0], origin: unknown) => {
    if (origin !== provider) send(changes, origin);
  });
}

/** Browsers know at once that they are cut off, and when they no longer are; a socket may notice after half a minute. */
function watchNetwork(provider: WebsocketProvider): () => void {
  const over = new AbortController();
  window.addEventListener("offline", () => provider.disconnect(), { signal: over.signal });
  window.addEventListener("online", () => provider.connect(), { signal: over.signal });
  return () => over.abort();
}
