import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { AppError } from "../src/errors.ts";
import { checkPullUrl, parseRule, pullRules } from "../src/pull-address/index.ts";
import { parseIp } from "../src/pull-address/ip-address.ts";
import { reachedAddress } from "../src/pull-address/reached-address.ts";

const own = pullRules(null, "127.0.0.1");
const open = pullRules(["0.0.0.0/0", "::/0"], "0.0.0.0");

function verdict(url: string, rules = own): string {
  try {
    return checkPullUrl(url, rules).url;
  } catch (error) {
    return error instanceof AppError ? error.code : "fault";
  }
}

describe("where an address leads, however it is spelled", () => {
  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["::FFFF:7f00:1", "127.0.0.1"],
    ["0:0:0:0:0:ffff:a9fe:a9fe", "169.254.169.254"],
    ["64:ff9b::a9fe:a9fe", "169.254.169.254"],
    ["2002:a9fe:a9fe::1", "169.254.169.254"],
    ["fd00::1", "fd00::1"],
  ])("%s is %s", (text, address) => {
    expect(reachedAddress(text)).toEqual(parseIp(address));
  });

  test("a name, a zone and garbage are no address", () => {
    for (const text of ["robot", "fe80::1%eth0", "1.2.3", "256.1.1.1", "", "[::1]", "1:2"])
      expect(reachedAddress(text)).toBeNull();
  });
});

describe("a product only this machine may use reaches this machine and private networks", () => {
  test.each([
    "ws://127.0.0.1:8765/",
    "ws://[::1]:8765/",
    "ws://192.168.1.20:8765/",
    "wss://10.1.2.3/",
    "ws://172.31.0.1/",
    "ws://[fd12::1]/",
    "ws://[::ffff:c0a8:114]:8765/",
  ])("%s", (url) => {
    expect(verdict(url)).toBe(url);
  });

  test.each([
    "ws://8.8.8.8/",
    "ws://172.32.0.1/",
    "ws://[2001:4860::8888]/",
    "ws://134744072/",
    "ws://0x08080808/",
    "ws://010.010.010.010/",
    "ws://[::ffff:8.8.8.8]/",
  ])("and not %s", (url) => {
    expect(verdict(url)).toBe("path_refused");
  });
});

describe("no rule allows an address that is reserved or a cloud's own", () => {
  test.each([
    "ws://169.254.169.254/latest/meta-data",
    "ws://2852039166/",
    "ws://0xa9fea9fe/",
    "ws://0251.0376.0251.0376/",
    "ws://[::ffff:169.254.169.254]/",
    "ws://[64:ff9b::169.254.169.254]/",
    "ws://[2002:a9fe:a9fe::]/",
    "ws://[fd00:ec2::254]/",
    "ws://100.100.100.200/",
    "ws://0.0.0.0:8765/",
    "ws://0/",
    "ws://[::]/",
    "ws://[::7f00:1]/",
    "ws://224.0.0.1/",
    "ws://255.255.255.255/",
    "ws://[ff02::1]/",
    "ws://[fe80::1]/",
    "ws://[::ffff:0.0.0.0]/",
  ])("%s", (url) => {
    expect(verdict(url, open)).toBe("path_refused");
    expect(verdict(url, own)).toBe("path_refused");
  });
});

describe("what is no address of a server is told as such", () => {
  test.each([
    "",
    "robot:8765",
    "http://127.0.0.1/",
    "file:///etc/passwd",
    "ws://",
    "ws://user:secret@127.0.0.1/",
    "ws://user@127.0.0.1/",
    "ws://127.0.0.1:0/",
    "ws://127.0.0.1:99999/",
    "ws://1.2.3.4.5.6:1/",
    `ws://127.0.0.1/${"x".repeat(2_000)}`,
  ])("%s", (url) => {
    expect(verdict(url)).toBe("bad_request");
  });
});

describe("RETAKE_PULL_HOSTS", () => {
  test("allows what it lists and nothing else", () => {
    const rules = pullRules(["robot-7:8765", "192.168.1.20:9000", "10.0.0.0/8", ".lab.example"], "127.0.0.1");
    expect(verdict("ws://10.9.9.9:1/", rules)).toBe("ws://10.9.9.9:1/");
    expect(verdict("ws://192.168.1.20:9000/", rules)).toBe("ws://192.168.1.20:9000/");
    expect(verdict("ws://192.168.1.20:9001/", rules)).toBe("path_refused");
    expect(verdict("ws://127.0.0.1/", rules)).toBe("path_refused");
  });

  test("unset lets nothing through once other machines may use the product", () => {
    expect(verdict("ws://127.0.0.1/", pullRules(null, "0.0.0.0"))).toBe("path_refused");
    expect(verdict("ws://robot.local/", pullRules(null, "0.0.0.0"))).toBe("path_refused");
  });

  test("is refused at the start when an entry is none of its forms", () => {
    expect(readConfig({ RETAKE_PULL_HOSTS: "robot-7, 10.0.0.0/8" }).pullHosts).toEqual([
      "robot-7",
      "10.0.0.0/8",
    ]);
    for (const entry of ["http://robot", "10.0.0.0/33", "robot:0", "a b", "*", "1.2.3", "10.0.0.0/8/8", ""]) {
      expect(parseRule(entry), entry).toBeNull();
    }
    expect(() => readConfig({ RETAKE_PULL_HOSTS: "robot, http://x" })).toThrow(
      /RETAKE_PULL_HOSTS holds “http:\/\/x”/,
    );
  });
});
