import type { LookupAddress } from "node:dns";
import { checkPullUrl, pullRules } from "@retake/core/pull-address";
import { describe, expect, test } from "vitest";
import { pullLookup } from "../../src/pull/foxglove/pull-lookup.ts";

const own = pullRules(null, "127.0.0.1");

describe("a name is judged by what it leads to, at every connect", () => {
  const resolve = (url: string, answers: string[], rules = own, all = true): Promise<unknown> => {
    const target = checkPullUrl(url, rules);
    const lookup = pullLookup(target, rules, (_host, _options, callback) =>
      callback(
        null,
        answers.map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 })),
      ),
    );
    return new Promise((settle, fail) =>
      lookup(target.host, { all }, (error, address) => (error === null ? settle(address) : fail(error))),
    );
  };

  test("the checked addresses are handed on, so that nothing is looked up twice", async () => {
    expect(await resolve("ws://robot/", ["192.168.1.4"])).toEqual([{ address: "192.168.1.4", family: 4 }]);
    expect(await resolve("ws://robot/", ["192.168.1.4"], own, false)).toBe("192.168.1.4");
  });

  test("a name that leads elsewhere is refused, also when only one of its addresses does", async () => {
    for (const answers of [
      ["169.254.169.254"],
      ["8.8.8.8"],
      ["192.168.1.4", "8.8.8.8"],
      ["::ffff:169.254.169.254"],
      ["fe80::1%eth0"],
      [],
    ]) {
      await expect(resolve("ws://robot/", answers)).rejects.toMatchObject({ code: "path_refused" });
    }
  });

  test("a listed name may lead anywhere but to denied addresses", async () => {
    const rules = pullRules(["robot.example.com:8765"], "0.0.0.0");
    expect(await resolve("ws://robot.example.com:8765/", ["8.8.8.8"], rules)).toHaveLength(1);
    await expect(resolve("ws://robot.example.com:8765/", ["169.254.1.1"], rules)).rejects.toThrow("never");
    await expect(resolve("ws://robot.example.com:80/", ["8.8.8.8"], rules)).rejects.toThrow(
      "RETAKE_PULL_HOSTS",
    );
    await expect(resolve("ws://xrobot.example.com:8765/", ["8.8.8.8"], rules)).rejects.toThrow("RETAKE");
  });

  test("an ending covers names below it only", async () => {
    const rules = pullRules([".local"], "0.0.0.0");
    expect(await resolve("ws://arm.local/", ["10.0.0.1"], rules)).toHaveLength(1);
    await expect(resolve("ws://armlocal/", ["10.0.0.1"], rules)).rejects.toThrow("RETAKE_PULL_HOSTS");
  });
});
