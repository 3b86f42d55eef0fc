export { encodeSamples, decodeSamples } from "./wire/samples.ts";
export { encodeEnvelopes, decodeEnvelopes } from "./wire/envelopes.ts";
