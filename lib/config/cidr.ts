import { BlockList, isIP } from "node:net";

/** A block of addresses, e.g. 149.154.160.0/20. */
export interface Cidr {
  address: string;
  prefix: number;
}

/** Where Telegram posts from (core.telegram.org/bots/webhooks). */
export const telegramSubnets: readonly Cidr[] = [
  { address: "149.154.160.0", prefix: 20 },
  { address: "91.108.4.0", prefix: 22 },
];

/**
 * Parses "10.0.0.0/8, ::1". A lone address counts as a block of one.
 *
 * @throws Error that says what is allowed.
 */
export function parseCidrs(text: string): readonly Cidr[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
      const family = isIP(address);
      const most = family === 6 ? 128 : 32;
      const prefix = bits === undefined ? most : Number(bits);
      if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > most) {
        throw new Error(`must be addresses or blocks such as 10.0.0.0/8, and "${entry}" is neither`);
      }
      return { address, prefix };
    });
}

/** Says whether an address lies in any of the blocks. IPv4 written as IPv6 (::ffff:…) counts as IPv4. */
export function cidrMatcher(cidrs: readonly Cidr[]): (address: string) => boolean {
  const list = new BlockList();
  for (const { address, prefix } of cidrs)
    list.addSubnet(address, prefix, isIP(address) === 6 ? "ipv6" : "ipv4");
  return (address) => {
    const plain = address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? "ipv6" : "ipv4");
  };
}
