import fc from "fast-check";
import { expect, test } from "vitest";
import { ProtocolServer } from "../testing/protocol-server.ts";
import { LatencyHistogram } from "./latency-histogram.ts";
import { type LoadArgs, parseLoadArgs } from "./load-args.ts";
import { loadTable } from "./load-table.ts";
import { runLoad } from "./run-load.ts";
import { reportOf } from "./server-sampler.ts";

test("percentiles are those of the numbers to within 2 %", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const histogram = new LatencyHistogram();
      for (const value of values) histogram.add(value);
      const sorted = values.toSorted((a, b) => a - b);
      for (const share of [0.5, 0.99, 1]) {
        const exact = sorted[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
        expect(histogram.percentile(share)).toBeGreaterThanOrEqual(exact * 0.9999);
        expect(histogram.percentile(share)).toBeLessThanOrEqual(exact * 1.0201);
      }
      expect(histogram.max).toBe(sorted.at(-1));
    }),
  );
});

function args(line: string): LoadArgs {
  const [parsed] = parseLoadArgs(line.split(" "));
  if (parsed === undefined || typeof parsed === "string") throw new Error("help");
  return parsed;
}

test.each(["json", "batch", "binary"])(
  "every message of a small load as %s is measured and confirmed",
  async (form) => {
    await using server = await ProtocolServer.listen();
    const line = `--server-url ${server.url} --robots 3 --topics 2 --rate 40 --cameras 1 --duration 1 --protocol-form ${form} --server-pid ${process.pid}`;
    const result = await runLoad(args(line), null, new AbortController().signal, {
      started: () => undefined,
    });
    expect(result).toMatchObject({ lost: 0, refused: 0, failures: [], reconnects: 0, heldBack: 0 });
    expect(result.confirmed).toBe(result.sent);
    expect([...server.sessions.values()].reduce((sum, { items }) => sum + items.length, 0)).toBe(result.sent);
    expect(result.frames).toBeGreaterThan(6);
    expect(result.ackMs.p99).toBeGreaterThan(0);
    expect(loadTable(args(line), result)).toContain("server memory");
  },
);

test("what never becomes durable is told as lost", async () => {
  await using server = await ProtocolServer.listen({ acks: false });
  const stop = new AbortController();
  const line = `--server-url ${server.url} --robots 1 --topics 1 --rate 40 --cameras 0 --duration 0.5`;
  const result = await runLoad(args(line), null, stop.signal, {
    started: ([client]) => setTimeout(() => client?.stop(), 300),
  });
  expect(result.sent).toBeGreaterThan(0);
  expect(result).toMatchObject({ lost: result.sent, confirmed: 0 });
  expect(result.failures).toHaveLength(1);
});

test("what a server's memory grows by is told of the second half, in MB a minute", () => {
  const samples = Array.from({ length: 101 }, (_, i) => ({
    seconds: 1_000 + i,
    mb: i < 50 ? 100 + 4 * i : 300 + (i % 2) + (i - 50) / 10,
    cpuSeconds: 5 + i / 4,
  }));
  const report = reportOf(samples);
  expect(report).toMatchObject({ firstMb: 100, lastMb: 305, cpuSeconds: 25 });
  expect(report?.growthMbPerMin).toBeCloseTo(6, 1);
  expect(report?.overTimeMb).toHaveLength(11);
  expect(reportOf(samples.slice(0, 10))?.growthMbPerMin).toBeNull();
  expect(reportOf([])).toBeNull();
});

test("a burst raises the rate from its second on", async () => {
  await using server = await ProtocolServer.listen();
  const line = `--server-url ${server.url} --robots 1 --topics 1 --rate 20 --cameras 0 --duration 1 --burst 5@0.5`;
  await runLoad(args(line), null, new AbortController().signal, {
    started: () => undefined,
  });
  const [session] = server.sessions.values();
  const times = session?.items.flatMap((item) => (item.type === "message" ? [item.timestamp] : [])) ?? [];
  const early = times.filter((t) => t < 0.5).length;
  expect(times.length - early).toBeGreaterThan(2 * early);
});

test("the seconds of a load together hold every ack", async () => {
  await using server = await ProtocolServer.listen();
  const line = `--server-url ${server.url} --robots 2 --topics 1 --rate 40 --cameras 0 --duration 1.5`;
  const seconds: number[] = [];
  const result = await runLoad(args(line), null, new AbortController().signal, {
    started: () => undefined,
    second(ackTimes) {
      seconds.push(ackTimes.counts().reduce((sum, [, count]) => sum + count, 0));
    },
  });
  expect(seconds.length).toBeGreaterThan(1);
  expect(seconds.reduce((sum, count) => sum + count, 0)).toBe(result.confirmed);
});

test("several forms are several loads, each with sessions of its own", () => {
  const loads = parseLoadArgs("--protocol-form binary,json --session-prefix a".split(" "));
  expect(loads).toMatchObject([
    { form: "binary", prefix: "a-binary" },
    { form: "text", prefix: "a-json" },
  ]);
});

test("a wrong form is wrong usage", () => {
  expect(() => args("--protocol-form xml")).toThrow("json, batch or binary");
  expect(() => args("--burst 3")).toThrow("--burst");
});
