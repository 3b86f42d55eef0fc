import type { TopicDeclaration } from "@retake/protocol/messages";
import { JOINTS } from "../motion/arm.ts";
import { cameraName } from "../scene/camera.ts";

const positions = JOINTS.map(({ name }) => `${name}.position`);
const velocities = JOINTS.map(({ name }) => `${name}.velocity`);

/** What a mock robot with so many cameras declares. */
export function robotTopics(cameras: number): TopicDeclaration[] {
  return [
    floats("/joint_states", [...positions, ...velocities], [...fill("rad"), ...fill("rad/s")]),
    floats("/action", [...positions, "gripper.opening"], [...fill("rad"), "m"]),
    floats("/gripper", ["opening", "force"], ["m", "N"]),
    floats("/end_effector_pose", ["x", "y", "z", "qx", "qy", "qz", "qw"], ["m", "m", "m", "", "", "", ""]),
    { topic: "/status", data_type: "string", shape: null, names: null, units: null },
    ...Array.from({ length: cameras }, (_, index): TopicDeclaration => ({
      topic: cameraTopic(index),
      data_type: "image",
      shape: null,
      names: null,
      units: null,
    })),
  ];
}

export function cameraTopic(index: number): string {
  return `/camera/${cameraName(index)}`;
}

function floats(topic: string, names: string[], units: string[]): TopicDeclaration {
  return { topic, data_type: "float32[]", shape: [names.length], names, units };
}

function fill(unit: string): string[] {
  return JOINTS.map(() => unit);
}
