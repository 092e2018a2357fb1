import ipaddr from "ipaddr.js";

/**
 * True for every address that is not on the public internet: loopback, private and link-local networks (cloud metadata
 * among them), shared and reserved ranges, and IPv6 forms that carry an IPv4 address.
 */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return true;
  return parsed instanceof ipaddr.IPv6 && parsed.match(IPV4_COMPATIBLE);
}

/** Out of use, and not told apart by the library (RFC 4291, 2.5.5.1). */
const IPV4_COMPATIBLE = ipaddr.IPv6.parseCIDR("::/96");
