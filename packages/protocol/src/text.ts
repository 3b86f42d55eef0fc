export { decodeClientText } from "./text/decode-client-text.ts";
export { encodeClientText } from "./text/encode-client-text.ts";
export { decodeServerText, encodeServerText, serverError } from "./text/server-text.ts";
