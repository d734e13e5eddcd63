import type { Cidr } from "../config/cidr";
import { clientAddress } from "../config/client-address";
import { peerOf } from "./peer";

/** Who sent a request that Next's handlers see. */
export function clientAddressOf(headers: Pick<Headers, "get">, trusted: readonly Cidr[]): string {
  return clientAddress(trusted)(peerOf(headers), headers.get("x-forwarded-for"));
}
