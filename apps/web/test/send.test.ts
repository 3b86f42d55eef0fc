import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { send } from "../streams/http/send.ts";

/** Far more than a socket holds. */
const BODY = new Uint8Array(64 << 20);

/** Answers each request as told. @returns its port */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<number> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("memory of an answer is given back once: when it has left, and when whoever asked has", async () => {
  const released: string[] = [];
  const gone: Promise<unknown>[] = [];
  const port = await serve(async (request, response) => {
    const path = request.url ?? "";
    if (path === "/left") await once(response, "close");
    const release = (): void => void released.push(path);
    gone.push(send(request, response, { status: 200, headers: {}, body: BODY, release }));
  });
  const whole = await fetch(`http://127.0.0.1:${port}/whole`);
  expect((await whole.arrayBuffer()).byteLength).toBe(BODY.byteLength);
  await expect.poll(() => released).toEqual(["/whole"]);
  expect((await fetch(`http://127.0.0.1:${port}/head`, { method: "HEAD" })).status).toBe(200);
  await expect.poll(() => released).toEqual(["/whole", "/head"]);

  const reader = connect(port, "127.0.0.1");
  reader.write("GET /unread HTTP/1.1\r\nhost: a\r\n\r\n");
  await once(reader, "data");
  reader.pause();
  expect(released).not.toContain("/unread");
  reader.destroy();
  await expect.poll(() => released).toContain("/unread");

  const leaver = connect(port, "127.0.0.1");
  await new Promise((resolve) => leaver.write("GET /left HTTP/1.1\r\nhost: a\r\n\r\n", resolve));
  leaver.destroy();
  await expect.poll(() => released).toEqual(["/whole", "/head", "/unread", "/left"]);
  await Promise.all(gone);
});
