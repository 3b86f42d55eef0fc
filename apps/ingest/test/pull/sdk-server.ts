import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What the Foxglove SDK, the server in `lerobot-record`, is made to send: the channels LeRobot makes, then `count` rounds of messages. */
const SDK_SCRIPT = `
import sys, time, foxglove
from foxglove.channels import CompressedImageChannel, RawImageChannel
from foxglove.messages import CompressedImage, RawImage, Timestamp
count = int(sys.argv[1])
server = foxglove.start_server(host="127.0.0.1", port=0)
schema = {"type": "object", "title": "lerobot.Scalars", "properties": {"scalars": {"type": "array", "items": {
  "type": "object", "properties": {"label": {"type": "string"}, "value": {"type": "number"}}}}}}
state = foxglove.Channel("/observation/state", schema=schema, message_encoding="json")
action = foxglove.Channel("/action/state", schema=schema, message_encoding="json")
front = CompressedImageChannel(topic="/observation/images/front")
raw = RawImageChannel(topic="/observation/images/raw")
print(server.port, flush=True)
sys.stdin.readline()
start = 1_700_000_000_000_000_000
for i in range(count):
    t = start + i * 20_000_000
    labels = ["shoulder_pan.pos", "gripper.pos"]
    state.log({"scalars": [{"label": l, "value": i + k / 4} for k, l in enumerate(labels)]}, log_time=t)
    action.log({"scalars": [{"label": l, "value": -i - k / 4} for k, l in enumerate(labels)]}, log_time=t)
    stamp = Timestamp(sec=t // 10**9, nsec=t % 10**9)
    data = bytes([0xff, 0xd8, 0xff, 0xe0, i % 256, i // 256]) + bytes([i % 256]) * 2000
    front.log(CompressedImage(timestamp=stamp, frame_id="front", data=data, format="jpeg"), log_time=t)
    raw.log(RawImage(timestamp=stamp, frame_id="raw", width=1, height=1, encoding="rgb8", step=3, data=b"abc"), log_time=t)
    time.sleep(0.004)
print("sent", flush=True)
sys.stdin.readline()
server.stop()
`;

export interface SdkServer extends AsyncDisposable {
  url: string;
  /** Sends everything; settles when it was handed to the server. */
  run(): Promise<void>;
}

/** @param python an interpreter that has the package foxglove-sdk */
export async function startSdkServer(python: string, count: number): Promise<SdkServer> {
  const child: ChildProcess = spawn(python, ["-c", SDK_SCRIPT, String(count)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const port = (await lines.next()).value as string;
  return {
    url: `ws://127.0.0.1:${port}/`,
    async run() {
      child.stdin!.write("go\n");
      await lines.next();
    },
    async [Symbol.asyncDispose]() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.stdin!.end();
      child.kill();
      await gone;
    },
  };
}
