import type { Socket } from "node:net";

const PING = 0x9;

/** Counts the pings in what a WebSocket server sends from now on; what came before ended with a whole frame. */
export function countPings(socket: Socket): () => number {
  let pings = 0;
  let rest = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let size = frameSize(rest); size !== null && rest.length >= size; size = frameSize(rest)) {
      if (((rest[0] ?? 0) & 0xf) === PING) pings++;
      rest = rest.subarray(size);
    }
  });
  return () => pings;
}

/** Bytes of the first frame, of a server's: without a mask, and never longer than 64 KiB. */
function frameSize(bytes: Buffer): number | null {
  const length = (bytes[1] ?? 0) & 0x7f;
  if (bytes.length < 2 || (length === 126 && bytes.length < 4)) return null;
  return length === 126 ? 4 + bytes.readUInt16BE(2) : 2 + length;
}
