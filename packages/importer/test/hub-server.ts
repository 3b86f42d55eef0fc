import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

interface ServedFile {
  path: string;
  bytes: Buffer;
  /** Git blob id, or the SHA-256 of a file that the hub keeps in LFS. */
  etag: string;
  isLfs: boolean;
}

export interface HubOptions {
  id: string;
  folder: string;
  /** Needed in `Authorization` when given. */
  token?: string;
  /** Entries per page of the tree. */
  pageSize?: number;
  /** Cuts the connection after this many bytes of a file, as many times as it is asked for one. */
  cutAfter?: number;
  cuts?: number;
  /** Settles when the first bytes of a file have arrived: a client may drop what it has not read when the connection goes. */
  arrived?: (etag: string, bytes: number) => Promise<void>;
  /** Hands out other bytes than announced. */
  damage?: (path: string) => boolean;
  /** Sends downloads elsewhere. */
  redirect?: (path: string) => string | null;
}

export interface HubServer extends AsyncDisposable {
  endpoint: string;
  commit: string;
  options: HubOptions;
  /** Requests by method and path, and bytes of files sent. */
  log: { url: string; range: string | null; authorization: string | null }[];
  bytesSent: number;
}

/** The routes of huggingface.co that the importer uses, for one dataset: revision, tree with pages, resolve with ranges. */
export async function startHub(options: HubOptions): Promise<HubServer> {
  const files = readFiles(options.folder);
  const commit = createHash("sha1")
    .update([...files.values()].map(({ etag }) => etag).join())
    .digest("hex");
  const hub = { commit, options, log: [], bytesSent: 0 } as unknown as HubServer;
  const server: Server = createServer((request, response) => {
    hub.log.push({
      url: request.url ?? "",
      range: request.headers.range ?? null,
      authorization: request.headers.authorization ?? null,
    });
    answer(hub, files, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  hub[Symbol.asyncDispose] = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return hub;
}

function readFiles(folder: string): Map<string, ServedFile> {
  const files = new Map<string, ServedFile>();
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const entry of paths) {
    const full = join(entry.parentPath, entry.name);
    const bytes = readFileSync(full);
    const path = full.slice(folder.length + 1);
    const isLfs = /\.(parquet|mp4)$/.test(path);
    const hash = isLfs ? createHash("sha256") : createHash("sha1").update(`blob ${bytes.length}\0`);
    files.set(path, { path, bytes, etag: hash.update(bytes).digest("hex"), isLfs });
  }
  return files;
}

function answer(
  hub: HubServer,
  files: Map<string, ServedFile>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { id, token } = hub.options;
  const url = new URL(request.url ?? "", hub.endpoint);
  const fail = (status: number, code: string): void => {
    response.writeHead(status, { "content-type": "application/json", "x-error-code": code });
    response.end(JSON.stringify({ error: code }));
  };
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
    return fail(401, "RepoNotFound");
  const api = `/api/datasets/${id}`;
  const known = (revision: string): boolean =>
    ["main", "v3.0", hub.commit].includes(decodeURIComponent(revision));
  if (url.pathname.startsWith(`${api}/revision/`)) {
    if (!known(url.pathname.slice(`${api}/revision/`.length))) return fail(404, "RevisionNotFound");
    response.setHeader("content-type", "application/json");
    return void response.end(
      JSON.stringify({ _id: "1", id, sha: hub.commit, lastModified: "2026-01-01T00:00:00Z" }),
    );
  }
  if (url.pathname.startsWith(`${api}/tree/`)) {
    if (!known(url.pathname.slice(`${api}/tree/`.length))) return fail(404, "RevisionNotFound");
    return sendTree(hub, files, url, response);
  }
  const resolve = /^\/datasets\/(.+)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname);
  if (resolve?.[1] === id && known(resolve[2] ?? "")) {
    const file = files.get(decodeURIComponent(resolve[3] ?? ""));
    return file === undefined ? fail(404, "EntryNotFound") : sendFile(hub, file, request, response);
  }
  fail(404, "RepoNotFound");
}

function sendTree(hub: HubServer, files: Map<string, ServedFile>, url: URL, response: ServerResponse): void {
  const { pageSize = 1_000 } = hub.options;
  const all = [...files.values()].map(({ path, bytes, etag, isLfs }) => ({
    type: "file",
    path,
    size: bytes.length,
    oid: isLfs ? createHash("sha1").update(etag).digest("hex") : etag,
    ...(isLfs ? { lfs: { oid: etag, size: bytes.length, pointerSize: 130 } } : {}),
  }));
  const folders = [{ type: "directory", path: "meta", size: 0, oid: "0" }];
  const start = Number(url.searchParams.get("cursor") ?? 0);
  const page = [...folders, ...all].slice(start, start + pageSize);
  if (start + pageSize < all.length + 1) {
    url.searchParams.set("cursor", String(start + pageSize));
    response.setHeader("link", `<${url.href}>; rel="next"`);
  }
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(page));
}

function sendFile(
  hub: HubServer,
  file: ServedFile,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { options } = hub;
  const elsewhere = options.redirect?.(file.path) ?? null;
  if (elsewhere !== null) return void response.writeHead(302, { location: elsewhere }).end();
  const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const bytes = options.damage?.(file.path) === true ? Buffer.alloc(file.bytes.length, 1) : file.bytes;
  const body = bytes.subarray(start);
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    etag: `"${file.etag}"`,
    ...(file.isLfs ? { "x-linked-etag": `"${file.etag}"`, "x-linked-size": String(bytes.length) } : {}),
    "accept-ranges": "bytes",
    "content-length": body.length,
    "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
  });
  const { cutAfter, cuts = 0 } = options;
  if (cutAfter !== undefined && cuts > 0 && body.length > cutAfter) {
    options.cuts = cuts - 1;
    hub.bytesSent += cutAfter;
    const arrived = options.arrived?.(file.etag, start + cutAfter) ?? Promise.resolve();
    // Only what is written has left the machine when the socket goes.
    response.write(body.subarray(0, cutAfter), () => void arrived.then(() => request.socket.destroy()));
    return;
  }
  hub.bytesSent += body.length;
  response.end(body);
}
