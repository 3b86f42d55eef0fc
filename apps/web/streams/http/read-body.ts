import type { IncomingMessage } from "node:http";
import { AppError } from "@retake/core/errors";

/** Nobody needs longer to send a megabyte. */
const BODY_DEADLINE_MS = 30_000;

/**
 * The whole body of a request.
 * @throws AppError `too_large` beyond `bytesMax`, before more than that has been kept; `bad_request` for one that is cut or too slow
 */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const stated = Number(request.headers["content-length"] ?? 0);
  if (stated > bytesMax) throw tooLarge(bytesMax);
  // Most bodies come in one packet with their head and lie here by now: then nothing is to be listened for, and no time to be set.
  if (stated > 0 && request.readableLength === stated) {
    const body = request.read() as Buffer;
    // Reading the last of a request that is complete ends it.
    if (!request.complete) request.resume();
    return body;
  }
  return await collect(request, bytesMax);
}

function tooLarge(bytesMax: number): AppError {
  return new AppError("too_large", `The request body may have at most ${bytesMax} bytes.`, {
    retryAfterS: 1,
  });
}

function collect(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(
      () => fail(new AppError("bad_request", "The request body came too slowly.")),
      BODY_DEADLINE_MS,
    );
    const fail = (error: AppError): void => {
      clearTimeout(timer);
      request.off("data", take);
      request.pause();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) fail(tooLarge(bytesMax));
      else chunks.push(chunk);
    };
    request.on("data", take);
    request.once("end", () => {
      clearTimeout(timer);
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    request.once("error", () => fail(new AppError("bad_request", "The request body was cut off.")));
    request.once("aborted", () => fail(new AppError("bad_request", "The request body was cut off.")));
  });
}

/** @throws AppError `bad_request` for what is not JSON */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new AppError("bad_request", "The request body is not valid JSON.", { cause: error });
  }
}
