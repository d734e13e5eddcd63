import { isIPv6 } from "node:net";

/**
 * Whose tries are counted together: an IPv4 address by itself, an IPv6 address by its /64, since a customer has a whole
 * one. An IPv6 address that stands for an IPv4 address counts as that one: mapped (RFC 4291, 2.5.5.2), through NAT64
 * (RFC 6052, 64:ff9b::/96) or 6to4 (RFC 3056, 2002::/16). Otherwise everybody behind one translator would be one
 * customer. What is no address stays as it is.
 *
 * @param address as `clientAddress` gives it.
 */
export function networkOf(address: string): string {
  return prefixOf(address, 4);
}

/** The same, but an IPv6 address by its /48: as much as one site is given (RFC 6177), or one attacker gets for nothing. */
export function siteOf(address: string): string {
  return prefixOf(address, 3);
}

/** The IPv4 address that an IPv6 address is only another notation of; undefined for all others. */
export function mappedIPv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const groups = groupsOf(address);
  return startsWith(groups, [0, 0, 0, 0, 0, 0xffff]) ? dotted(groups.slice(6)) : undefined;
}

function prefixOf(address: string, length: number): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  if (startsWith(groups, [0, 0, 0, 0, 0, 0xffff]) || startsWith(groups, [0x64, 0xff9b, 0, 0, 0, 0]))
    return dotted(groups.slice(6));
  if (startsWith(groups, [0x2002])) return dotted(groups.slice(1, 3));
  const kept = groups.slice(0, length).map((group) => group.toString(16));
  return `${kept.join(":")}::/${16 * length}`;
}

/** The eight groups of an IPv6 address, without the zone it may have. */
function groupsOf(address: string): number[] {
  const [plain = ""] = address.split("%", 1);
  const [head = [], tail] = plain.split("::").map(numbersOf);
  if (tail === undefined) return head;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Groups between colons; an IPv4 address at the end makes two. */
function numbersOf(text: string): number[] {
  return text
    .split(":")
    .filter((group) => group !== "")
    .flatMap((group) => {
      if (!group.includes(".")) return [Number.parseInt(group, 16)];
      const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
      return [a * 256 + b, c * 256 + d];
    });
}

function startsWith(groups: readonly number[], prefix: readonly number[]): boolean {
  return prefix.every((group, i) => groups[i] === group);
}

function dotted(groups: readonly number[]): string {
  return groups.flatMap((group) => [group >> 8, group & 255]).join(".");
}
