import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { badRequest } from "./api-error";
import type { Settings } from "./settings";

// td::IPAddress::is_reserved: what is not a public unicast address.
const reserved = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  reserved.addSubnet(net, prefix);

const PORTS = new Set(["80", "88", "443", "8443"]);

const bad = (text: string) => badRequest(`bad webhook: ${text}`);

/** Reads the url argument as Telegram does: https is assumed where no scheme is given. Throws its 400. */
export function parseWebhookUrl(text: string): URL {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    throw badRequest("invalid webhook URL specified");
  }
  const isHttp = url.protocol === "https:" || url.protocol === "http:";
  if (!isHttp || url.hostname === "" || /\s/.test(text)) throw badRequest("invalid webhook URL specified");
  return url;
}

/** Scheme and port, which a server in --local mode does not mind. Throws `bad webhook: …`. */
export function checkWebhookUrl(url: URL, settings: Settings): void {
  if (settings.localMode) return;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  if (url.protocol !== "https:") throw bad("An HTTPS URL must be provided for webhook");
  if (!PORTS.has(port)) throw bad("Webhook can be set up only on ports 80, 88, 443 or 8443");
}

/** The address a webhook is at, found and judged. Throws `bad webhook: …`. */
export async function resolveWebhook(url: URL, ipAddress: string, settings: Settings): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (ipAddress !== "" && isIP(ipAddress) === 0) throw bad("Invalid IP address specified");
  let address = ipAddress || settings.hosts[host] || (isIP(host) ? host : "");
  if (address === "") {
    const found = await lookup(host, { all: true }).catch(() => []);
    address = (found.find((one) => one.family === 4) ?? found[0])?.address ?? "";
    if (address === "") throw bad("Failed to resolve host: Name or service not known");
  }
  if (settings.localMode) return address;
  if (isIP(address) !== 4) throw bad("IPv6-only addresses are not allowed");
  // An address of the simulator's own hosts table stands for a public one.
  if (settings.hosts[host] !== address && reserved.check(address, "ipv4"))
    throw bad(`IP address ${address} is reserved`);
  return address;
}
