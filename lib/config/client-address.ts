import { isIP } from "node:net";
import { type Cidr, cidrMatcher } from "./cidr";
import { mappedIPv4 } from "./network";

/** Whose request it is, given the other end of the connection and X-Forwarded-For. */
export type ClientAddress = (
  peer: string | undefined | null,
  forwardedFor: string | undefined | null,
) => string;

/**
 * Who sent a request: the direct peer, or, behind trusted proxies, the rightmost address of
 * X-Forwarded-For that is no trusted proxy. What stands further left was written by the client.
 * The answer is "unknown" where not even the peer is known.
 */
export function clientAddress(trusted: readonly Cidr[]): ClientAddress {
  const isTrusted = cidrMatcher(trusted);
  return (peer, forwardedFor) => {
    let address = plainAddress(peer ?? "");
    if (address === undefined) return "unknown";
    if (trusted.length === 0 || !forwardedFor) return address;
    for (const hop of forwardedFor.split(",").reverse()) {
      if (!isTrusted(address)) return address;
      const next = plainAddress(hop.trim());
      // A hop that is no address was not written by a proxy worth believing.
      if (next === undefined) return address;
      address = next;
    }
    return address;
  };
}

/** Takes off a port and brackets, and writes an IPv4 address as one where it came as IPv6, in whatever notation. */
function plainAddress(text: string): string | undefined {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  const withoutPort = /^([\d.]+):\d+$/.exec(text)?.[1];
  const address = bracketed ?? withoutPort ?? text;
  return isIP(address) === 0 ? undefined : (mappedIPv4(address) ?? address);
}
