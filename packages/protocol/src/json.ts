export { decodeBase64 } from "./text/base64.ts";
export { isRecord, parseObject } from "./text/parse-frame.ts";
export { readWireNumber } from "./text/wire-number.ts";
