import { Fragment } from "react";

/** The two ways in, a line each. */
export function HowToConnect() {
  return (
    <dl className="grid gap-x-4 gap-y-1 text-sm text-ink-2 sm:grid-cols-[auto_1fr]">
      <dt className="font-medium">LeRobot</dt>
      <dd className="min-w-0">
        <Code words="lerobot-record … --display_data=true --display_mode=foxglove --display_compressed_images=true" />
      </dd>
      <dt className="font-medium">ROS 2</dt>
      <dd className="min-w-0">
        <Code words="ros2 launch foxglove_bridge foxglove_bridge_launch.xml" />
      </dd>
    </dl>
  );
}

/** Breaks between words only: a line must not end in the two dashes of the next flag. */
function Code({ words }: { words: string }) {
  return (
    <code className="font-mono text-xs">
      {words.split(" ").map((word, i) => (
        <Fragment key={word}>
          {i === 0 ? null : " "}
          <span className="whitespace-nowrap">{word}</span>
        </Fragment>
      ))}
    </code>
  );
}
