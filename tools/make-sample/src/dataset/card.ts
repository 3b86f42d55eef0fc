import { TASKS } from "../sim/plan.ts";
import { type Episode, FPS } from "../sim/simulate.ts";

/** README.md of the dataset. */
export function datasetCard(episodes: Episode[]): string {
  const frames = episodes.reduce((sum, { rows }) => sum + rows.length, 0);
  const successes = episodes.filter(({ success }) => success).length;
  return `---
license: apache-2.0
task_categories:
  - robotics
tags:
  - LeRobot
  - simulation
configs:
  - config_name: default
    data_files: data/*/*.parquet
---

# retake-sample

${episodes.length} episodes (${frames} frames at ${FPS} fps) of a simulated six-axis arm with a two-finger gripper at a table, in LeRobot v3.0.
${successes} end in success. The arm, its servos, the cube and both cameras are computed by \`tools/make-sample\` from one seed; nobody was recorded.

Tasks:

${TASKS.map((task, n) => `${n}. ${task}`).join("\n")}

Among the episodes: clean picks, hesitant ones with pauses, a second try after a miss, cubes that slip out of the fingers, grasps beside the cube,
pushes, and reaches.

| feature | unit |
| --- | --- |
| \`observation.state\`, \`action\` (joints) | degrees |
| \`observation.state\`, \`action\` (\`gripper.pos\`) | percent open |
| \`observation.environment_state\` (\`cube.x/y/z\`, \`goal.x/y\`) | metres, from the arm's base |
| \`observation.environment_state\` (\`cube.yaw\`) | radians |
| \`observation.images.front\`, \`observation.images.wrist\` | H.264, 4:2:0 |

Apache-2.0, as the project it comes with.
`;
}
