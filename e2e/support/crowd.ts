import { openDocument, type EpisodeDocument } from "@retake/collab/document";
import { MESSAGE } from "@retake/collab/messages";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

/** Somebody in a room without a browser. */
export interface Guest {
  document: EpisodeDocument;
  provider: WebsocketProvider;
  close(): void;
}

interface GuestOptions {
  url: string;
  workspace: string;
  sessionId: string;
  /** As a browser would send it. */
  cookie: string;
}

/** Comes into an episode's room with a login, over the socket that browsers use. Settles once it has the document. */
export async function comeIn({ url, workspace, sessionId, cookie }: GuestOptions): Promise<Guest> {
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie, origin: url } });
    }
  }
  const doc = new Y.Doc();
  const base = `${url.replace(/^http/, "ws")}/api/rooms/${encodeURIComponent(workspace)}`;
  const provider = new WebsocketProvider(base, encodeURIComponent(sessionId), doc, {
    WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  // As browsers here do: what is heard of others is not sent back.
  const send = provider._awarenessUpdateHandler;
  provider.awareness.off("update", send);
  provider.awareness.on("update", (changes: Parameters<typeof send>[0], origin: unknown) => {
    if (origin !== provider) send(changes, origin);
  });
  provider.messageHandlers[MESSAGE.saved] = () => undefined;
  await new Promise<void>((resolve) => provider.once("sync", () => resolve()));
  return {
    document: openDocument(doc),
    provider,
    close() {
      provider.destroy();
      // Its timer outlives the provider.
      provider.awareness.destroy();
    },
  };
}
