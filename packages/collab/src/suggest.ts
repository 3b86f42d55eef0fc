export { suggestLabels, type SuggestOptions } from "./suggest/suggest-labels.ts";
export { findGripper, gripperMoves, type GripperMove } from "./suggest/gripper.ts";
export { speedOf } from "./suggest/speed.ts";
export { pausesIn, valleysIn } from "./suggest/pauses.ts";
export { findContacts } from "./suggest/contact.ts";
export type { Motion, Stretch } from "./suggest/motion.ts";
