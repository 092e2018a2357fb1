import ipaddr from "ipaddr.js";

/**
 * True for every address that is not on the public internet: loopback, private and link-local networks (cloud metadata
 * among them), shared and reserved ranges, and IPv6 forms that carry an IPv4 address.
 */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  return ipaddr.process(address).range() !== "unicast";
}
