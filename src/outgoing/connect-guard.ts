import { lookup as systemLookup } from "node:dns";
import type { LookupAddress, LookupAllOptions } from "node:dns";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { isPrivateAddress } from "./private-address.ts";

/** How a host's addresses are found; the system's way, unless a test stands in for a name server. */
export type ResolveHost = (
  hostname: string,
  options: LookupAllOptions,
  callback: (
    error: NodeJS.ErrnoException | null,
    addresses: LookupAddress[],
  ) => void,
) => void;

export interface TargetRules {
  /** True: private addresses may be called, and those also without TLS. */
  allowPrivateTargets: boolean;
  resolveHost?: ResolveHost;
}

/** An address that must not be called. Its message is fit for an operator: it names the host, the rule and the remedy. */
export class TargetRefused extends Error {
  override readonly name = "TargetRefused";
  readonly code = "TARGET_REFUSED";
}

/**
 * Opens connections, and only to where the rules allow. They are checked against the very addresses the socket is opened
 * to, so a name that resolves to something else a moment later does not get past them.
 */
export function guardConnections(
  rules: TargetRules,
  connectTimeoutMs: number,
): buildConnector.connector {
  const resolveHost: ResolveHost = rules.resolveHost ?? systemLookup;
  const connectorFor = (protocol: string): buildConnector.connector =>
    buildConnector({
      timeout: connectTimeoutMs,
      lookup: guardedLookup(resolveHost, (host, address) =>
        faultOf(rules, { protocol, host, address }),
      ),
    });
  const connectors: Record<string, buildConnector.connector> = {
    "https:": connectorFor("https:"),
    "http:": connectorFor("http:"),
  };
  return (options, callback) => {
    const { protocol } = options;
    const host = options.hostname.replace(/^\[|\]$/g, "");
    // A literal address is never looked up.
    const fault =
      isIP(host) === 0
        ? faultOf(rules, { protocol, host, address: null })
        : faultOf(rules, { protocol, host, address: host });
    if (fault !== null) {
      callback(fault, null);
      return;
    }
    connectors[protocol]!(options, callback);
  };
}

function guardedLookup(
  resolveHost: ResolveHost,
  faultAt: (host: string, address: string) => TargetRefused | null,
): LookupFunction {
  return (hostname, options, callback) => {
    resolveHost(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, "");
        return;
      }
      for (const { address } of addresses) {
        const fault = faultAt(hostname, address);
        if (fault === null) continue;
        callback(fault, "");
        return;
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
    });
  };
}

/** `address` is null while it is not known. */
function faultOf(
  { allowPrivateTargets }: TargetRules,
  target: { protocol: string; host: string; address: string | null },
): TargetRefused | null {
  const { protocol, host, address } = target;
  const isPrivate = address !== null && isPrivateAddress(address);
  if (isPrivate && !allowPrivateTargets) {
    return new TargetRefused(
      `${host} is a private address: give a public one, or set ALLOW_PRIVATE_TARGETS=true if it is meant.`,
    );
  }
  if (protocol === "https:") return null;
  const mayBePlain =
    allowPrivateTargets &&
    protocol === "http:" &&
    (address === null || isPrivate);
  if (mayBePlain) return null;
  return new TargetRefused(`${host} is not called without TLS: give https://.`);
}
