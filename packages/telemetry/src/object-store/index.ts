export type { ByteRange, ObjectInfo, ObjectStore, StagedObject } from "./object-store.ts";
export { openObjectStore } from "./open-object-store.ts";
export { keyPart } from "./object-key.ts";
