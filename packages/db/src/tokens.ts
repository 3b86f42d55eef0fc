export { type MintedToken, mintToken, type ParsedToken, parseToken } from "./tokens/format.ts";
export { type NewToken, TOKEN_SCOPES, insertToken, revokeToken } from "./tokens/store.ts";
export { type TokenVerifier, type VerifiedToken, createTokenVerifier } from "./tokens/verify.ts";
