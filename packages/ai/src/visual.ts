export { STILL_DIMS, stillDescriptor } from "./visual/still-descriptor.ts";
export { VISUAL_DIMS, visualVector } from "./visual/visual-vector.ts";
