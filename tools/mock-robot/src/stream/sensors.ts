import type { OutgoingItem } from "../client/outgoing.ts";
import { createRandom } from "../motion/random.ts";
import type { RobotMotion, RobotPose } from "../motion/robot-motion.ts";

/** Radians, radians per second, metres and newtons of one standard deviation. */
const NOISE = { angle: 4e-4, speed: 3e-3, grip: 1e-4, force: 0.08, place: 2e-4 } as const;
/** What is commanded is where the arm will be so much later. */
const COMMAND_AHEAD_S = 0.06;

/** Reads the simulated robot as its sensors do: with noise, the same for the same seed and tick. */
export class Sensors {
  readonly #motion: RobotMotion;
  readonly #seed: number;

  constructor(motion: RobotMotion, seed: number) {
    this.#motion = motion;
    this.#seed = seed;
  }

  /** One message each of `/joint_states`, `/action`, `/gripper` and `/end_effector_pose`. @param timestamp by the robot's clock */
  read(tick: number, trueTime: number, timestamp: number): OutgoingItem[] {
    const noise = gauss(createRandom(this.#seed * 7_919 + tick));
    const pose = this.#motion.at(trueTime);
    const ahead = this.#motion.at(trueTime + COMMAND_AHEAD_S);
    const speeds = this.#motion.velocities(trueTime);
    const angles = pose.joints.map((angle) => angle + noise(NOISE.angle));
    const state = [...angles, ...speeds.map((speed) => speed + noise(NOISE.speed))];
    const grip = [pose.grip + noise(NOISE.grip), Math.max(0, pose.force + noise(NOISE.force))];
    const message = (topic: string, values: readonly number[]): OutgoingItem => ({
      type: "message",
      topic,
      timestamp,
      frame_index: tick,
      data_type: "float32[]",
      data: Float32Array.from(values),
    });
    return [
      message("/joint_states", state),
      message("/action", [...ahead.joints, ahead.grip]),
      message("/gripper", grip),
      message(
        "/end_effector_pose",
        handPose(pose, () => noise(NOISE.place)),
      ),
    ];
  }
}

/** The hand points down: half a turn about the axis that its roll gives. */
function handPose({ tip, roll }: RobotPose, noise: () => number): number[] {
  return [tip.x + noise(), tip.y + noise(), tip.z + noise(), Math.cos(roll / 2), Math.sin(roll / 2), 0, 0];
}

/** Normally distributed numbers (Box and Muller 1958). */
function gauss(random: () => number): (deviation: number) => number {
  return (deviation) => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return deviation * radius * Math.cos(2 * Math.PI * random());
  };
}
