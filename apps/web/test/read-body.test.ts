import { createServer, type IncomingMessage } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { readBody } from "../streams/http/read-body.ts";

interface Read {
  body: string;
  /** Whether more was waited for. */
  waited: boolean;
  /** Whether the request has ended, so that its connection takes the next one. */
  ended: boolean;
}

/** Sends the pieces one after the other, each once the one before has been seen, and reads the body when its head is there. */
async function sendPieces(head: string, pieces: readonly string[]): Promise<{ read: Read; answer: string }> {
  let read: Read | undefined;
  const left = [...pieces];
  const server = createServer((request, response) => {
    void (async () => {
      // As in the front: who calls is found out before the body is read.
      await Promise.resolve();
      const reading = readBody(request, 1_000);
      const waited = listens(request);
      if (waited) socket.write(left.splice(0).join(""));
      const body = (await reading).toString();
      await new Promise((resolve) => setImmediate(resolve));
      read = { body, waited, ended: request.readableEnded };
      response.setHeader("connection", "close");
      response.end("done");
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${head}\r\n${left.shift() ?? ""}`);
  const answer = await text(socket);
  server.close();
  if (read === undefined) throw new Error("nothing was read");
  return { read, answer };
}

const listens = (request: IncomingMessage): boolean => request.listenerCount("data") > 0;

test("a body that came with its head is taken without listening for more, and the request ends", async () => {
  const { read, answer } = await sendPieces("content-length: 7\r\n", ['{"a":1}']);
  expect(read).toEqual({ body: '{"a":1}', waited: false, ended: true });
  expect(answer).toMatch(/^HTTP\/1\.1 200 .*done$/s);
});

test("one that comes in pieces, or without a stated length, is waited for", async () => {
  const cut = await sendPieces("content-length: 7\r\n", ['{"a"', ":1}"]);
  expect(cut.read).toEqual({ body: '{"a":1}', waited: true, ended: true });
  const chunked = await sendPieces("transfer-encoding: chunked\r\n", [
    '4\r\n{"a"\r\n',
    "3\r\n:1}\r\n0\r\n\r\n",
  ]);
  expect(chunked.read).toEqual({ body: '{"a":1}', waited: true, ended: true });
});
