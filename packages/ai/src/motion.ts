export { motionSignals, type MotionSignals, motionSpaceKey } from "./motion/motion-signals.ts";
export {
  fitMotionSpace,
  MOTION_DIMS,
  type MotionSample,
  type MotionSpaceFit,
  motionVector,
} from "./motion/motion-space.ts";
