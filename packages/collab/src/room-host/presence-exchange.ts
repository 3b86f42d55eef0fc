import { fromBase64, toBase64 } from "lib0/buffer";
import { uuidv4 } from "lib0/random";

/** Processes tell each other this often that they are there; one that is silent for three times as long is not. */
const PULSE_MS = 15_000;
/** Postgres refuses notifications of 8,000 bytes. */
const PAYLOAD_LENGTH_MAX = 7_900;

interface PresentRoom {
  presenceElsewhere(update: Uint8Array): void;
  presenceHere(): Uint8Array | null;
}

/**
 * Presence between processes: `<process> here`, `<process> hello` (answered by `here`), `<process> ask <room>` (answered by `state`),
 * `<process> state <room> <base64>`. While a process has not heard of another it sends pulses only.
 */
export function createPresenceExchange(options: {
  publish: (payload: string) => void;
  now: () => number;
  roomOf: (key: string) => PresentRoom | undefined;
}): {
  tell(room: string, update: Uint8Array): void;
  ask(room: string): void;
  receive(payload: string): void;
  close(): void;
} {
  const { publish, now, roomOf } = options;
  const self = uuidv4();
  const others = new Map<string, number>();
  const say = (...words: string[]): void => publish([self, ...words].join(" "));

  function isAlone(): boolean {
    for (const [other, heard] of others) if (now() - heard > 3 * PULSE_MS) others.delete(other);
    return others.size === 0;
  }

  function tell(room: string, update: Uint8Array): void {
    if (isAlone()) return;
    const text = toBase64(update);
    // One whose state is too long for a notification is seen by those of the same process.
    if (text.length + room.length + self.length + 8 <= PAYLOAD_LENGTH_MAX) say("state", room, text);
  }

  say("hello");
  const pulse = setInterval(() => say("here"), PULSE_MS);
  return {
    tell,
    ask: (room) => {
      if (!isAlone()) say("ask", room);
    },
    receive(payload) {
      const [from = "", word, key = "", text = ""] = payload.split(" ");
      if (from === self) return;
      others.set(from, now());
      if (word === "hello") return say("here");
      const room = roomOf(key);
      if (room === undefined) return;
      if (word === "state") return room.presenceElsewhere(fromBase64(text));
      const here = word === "ask" ? room.presenceHere() : null;
      if (here !== null) tell(key, here);
    },
    close: () => clearInterval(pulse),
  };
}
