import { describe, expect, test } from "vitest";
import { networkOf, siteOf } from "../../lib/config/network";
import { createGuessLimit } from "../../lib/doors/guess-limit";

describe("whom a limit counts", () => {
  test.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["fe80::2%eth1", "fe80:0:0:0::/64"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
    ["64:ff9b::192.0.2.1", "192.0.2.1"],
    ["64:FF9B::C000:201", "192.0.2.1"],
    ["64:ff9b:1:2::192.0.2.1", "64:ff9b:1:2::/64"],
    ["2002:c000:201:5::1", "192.0.2.1"],
    ["unknown", "unknown"],
    ["", ""],
    ["not an address", "not an address"],
  ])("%s counts as %s", (address, expected) => expect(networkOf(address)).toBe(expected));

  test.each([
    ["2001:db8:1:2::9", "2001:db8:1::/48"],
    ["64:ff9b::192.0.2.1", "192.0.2.1"],
    ["192.0.2.7", "192.0.2.7"],
  ])("%s is of the site %s", (address, expected) => expect(siteOf(address)).toBe(expected));
});

describe("failed webhooks", () => {
  const limit = () => createGuessLimit({ now: () => 0, monotonic: () => 0 });

  test("an IPv6 client is its /64, in whatever notation, and its neighbours count by themselves", () => {
    const guesses = limit();
    for (let i = 0; i < 1_000; i++) guesses.count(`2001:DB8:1:2:${i.toString(16)}::${i.toString(16)}`);
    expect(guesses.exceeded("2001:db8:1:2:ffff::ffff")).toBe(true);
    expect(guesses.exceeded("2001:db8:1:3::1")).toBe(false);
  });

  test("a minute after the first failure all is forgotten", () => {
    let now = 59_999;
    const guesses = createGuessLimit({ now: () => 0, monotonic: () => now });
    for (let i = 0; i < 1_000; i++) guesses.count("192.0.2.1");
    now += 59_999;
    expect(guesses.exceeded("192.0.2.1")).toBe(true);
    now += 1;
    expect(guesses.exceeded("192.0.2.1")).toBe(false);
  });

  test("IPv4 counts alike, however it is written", () => {
    const guesses = limit();
    for (let i = 0; i < 500; i++) guesses.count("192.0.2.1");
    for (let i = 0; i < 500; i++) guesses.count("::ffff:c000:201");
    expect(guesses.exceeded("192.0.2.1")).toBe(true);
    expect(guesses.exceeded("::ffff:192.0.2.2")).toBe(false);
  });

  test("a flood from one /64 makes no room for itself, and pushes nobody else's count out", () => {
    const guesses = limit();
    for (let i = 0; i < 1_000; i++) guesses.count("192.0.2.1");
    for (let i = 0; i < 20_000; i++) guesses.count(`2001:db8:1:2::${i.toString(16)}`);
    expect(guesses.exceeded("192.0.2.1")).toBe(true);
    expect(guesses.exceeded("2001:db8:1:2::1")).toBe(true);
  });
});
