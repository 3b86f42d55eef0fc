// The engine's log: JSON lines on stderr, as Prisma's CLI parses them.

/** Where the engine's WebAssembly leaves the text of a Rust panic; it looks for this global name. */
const panics = {
  message: "",
  set_message(message) {
    this.message = message;
  },
};
globalThis.PRISMA_WASM_PANIC_REGISTRY = panics;

export function log(level, fields) {
  const line = { timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

export function logPanic(error) {
  log("ERROR", { is_panic: true, message: panics.message || error.stack, backtrace: error.stack });
}
