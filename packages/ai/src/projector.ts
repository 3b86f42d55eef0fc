export { alignLayout, type AlignedLayout } from "./projector/align-layout.ts";
export { createProjector } from "./projector/create-projector.ts";
export { placeNew } from "./projector/place-new.ts";
export { trustworthiness } from "./projector/trustworthiness.ts";
