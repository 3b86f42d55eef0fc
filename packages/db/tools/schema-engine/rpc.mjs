import readline from "node:readline";
import { createDatabase } from "./database.mjs";
import { openEngine } from "./wasm.mjs";

/** Answers JSON-RPC requests, one line each, from stdin on stdout, in order, until stdin closes. */
export function serve({ url, datamodels }) {
  let opening;
  const engine = () => (opening ??= openEngine({ url, datamodels }));
  let prints = 0;
  const send = (message) =>
    new Promise((sent) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`, sent));

  async function answer(request) {
    if (request.method === "createDatabase") return createDatabase(url);
    const method = request.method === "getDatabaseVersion" ? "version" : request.method;
    const result = await (await engine()).call(method, request.params);
    if (method !== "diff" || result.stdout == null) return result ?? {};
    // The native engine prints a diff through the caller instead of returning it.
    prints += 1;
    const content = result.stdout.replace(/\n$/, "");
    await send({ id: `print-${prints}`, method: "print", params: { content } });
    return { exitCode: result.exitCode, stdout: null };
  }

  async function handle(request) {
    if (!request.method) return;
    try {
      await send({ id: request.id, result: await answer(request) });
    } catch (thrown) {
      const error = opening ? await opening.then((it) => it.errorOf(thrown)).catch(() => thrown) : thrown;
      await send({ id: request.id, error: faultOf(error) });
    }
  }

  let chain = Promise.resolve();
  const lines = readline.createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (line.trim()) chain = chain.then(() => handle(JSON.parse(line)));
  });
  lines.on("close", () => {
    void chain.then(async () => {
      if (opening) await opening.then((it) => it.close()).catch(() => undefined);
      process.exit(0);
    });
  });
}

function faultOf(error) {
  return {
    code: 4466,
    message: "An error happened. Check the data field for details.",
    data: {
      is_panic: error?.name === "RuntimeError",
      message: error?.message ?? String(error),
      error_code: error?.code ?? null,
      meta: null,
    },
  };
}
