// The entry of the computing thread. Plain JavaScript, as a thread has no loader for TypeScript until it registers one.
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { compute } = await import("./compute.ts");
try {
  const result = compute(workerData, (share) => parentPort.postMessage({ kind: "progress", share }));
  parentPort.postMessage({ kind: "result", result });
} catch (thrown) {
  parentPort.postMessage({
    kind: "problem",
    message: thrown instanceof Error ? thrown.message : String(thrown),
  });
}
