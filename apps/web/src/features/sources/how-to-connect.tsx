/** The two ways in, a line each. */
export function HowToConnect() {
  return (
    <dl className="grid gap-x-4 gap-y-1 text-sm text-ink-2 sm:grid-cols-[auto_1fr]">
      <dt className="font-medium">LeRobot</dt>
      <dd className="min-w-0">
        <Code>
          lerobot-record … --display_data=true --display_mode=foxglove --display_compressed_images=true
        </Code>
      </dd>
      <dt className="font-medium">ROS 2</dt>
      <dd className="min-w-0">
        <Code>ros2 launch foxglove_bridge foxglove_bridge_launch.xml</Code>
      </dd>
    </dl>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-xs break-words">{children}</code>;
}
