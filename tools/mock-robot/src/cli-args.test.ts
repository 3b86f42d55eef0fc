import { expect, test } from "vitest";
import { parseCliArgs, USAGE } from "./cli-args.ts";

test("without flags it is one robot for a minute, in binary frames of protocol 2", () => {
  expect(parseCliArgs([])).toMatchObject({
    serverUrl: "ws://localhost:8000/ws/ingest",
    duration: 60,
    robots: 1,
    rate: 50,
    cameras: 1,
    cameraRate: 10,
    protocol: 2,
    form: "binary",
    outcome: null,
    token: null,
    sessionId: null,
    clock: { skewPpm: 0, jump: null },
  });
});

test("all flags are understood", () => {
  const line =
    "--server-url wss://a.example/ws/ingest --duration 2.5 --session-id live-1 --resume --token t --rate 5 --cameras 2 --robots 3 " +
    "--protocol 1 --batch --outcome failure --seed 9 --drop-connection-every 1.5 --jitter 20 --reorder 0.1 --clock-skew -500 --clock-jump -5@10";
  expect(parseCliArgs(line.split(" "))).toMatchObject({
    protocol: 1,
    form: "batch",
    cameraRate: 5,
    resume: true,
    seed: 9,
    dropEveryS: 1.5,
    clock: { skewPpm: -500, jump: { bySeconds: -5, atSeconds: 10 } },
  });
  expect(parseCliArgs(["--protocol", "1"])).toMatchObject({ form: "text" });
  expect(parseCliArgs(["--help"])).toBe("help");
});

test.each([
  ["--duration 0", "--duration needs a number above 0"],
  ["--duration", "--duration"],
  ["--rate x", "--rate needs a number"],
  ["--robots 1.5", "--robots needs a whole number"],
  ["--protocol 3", "--protocol is 1 or 2"],
  ["--server-url http://localhost", "ws:// or wss://"],
  ["--session-id -x/y", "--session-id"],
  ["--protocol 1 --binary", "--binary needs --protocol 2"],
  ["--text --batch", "choose one"],
  ["--outcome maybe", "success or failure"],
  ["--clock-jump 5", "--clock-jump"],
  ["--camera-rate 60", "--camera-rate needs a number above 0 to 50"],
  ["--resume", "--resume needs --session-id"],
  ["--unknown", "--unknown"],
])("%s is wrong usage", (line, words) => {
  expect(() => parseCliArgs(line.split(" "))).toThrow(words);
});

test("the usage names every flag", () => {
  for (const flag of "server-url token session-id resume duration robots rate cameras camera-rate outcome task seed protocol binary batch text drop-connection-every jitter reorder clock-skew clock-jump".split(
    " ",
  )) {
    expect(USAGE).toContain(`--${flag}`);
  }
});
