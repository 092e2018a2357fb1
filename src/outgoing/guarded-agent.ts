import { lookup as systemLookup } from "node:dns";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { isPrivateAddress } from "./private-address.ts";
import { TargetRefused } from "./target-rules.ts";
import type { ResolveHost, TargetRules } from "./target-rules.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS_PER_HOST = 8;

/** Connections that go where the rules allow. */
export function openAgent(rules: TargetRules): Agent {
  return new Agent({
    connect: guardConnections(rules),
    connections: CONNECTIONS_PER_HOST,
  });
}

/**
 * Opens connections, and only to where the rules allow. They are checked against the very addresses the socket is opened
 * to, so a name that resolves to something else a moment later does not get past them.
 */
function guardConnections(rules: TargetRules): buildConnector.connector {
  const resolveHost: ResolveHost = rules.resolveHost ?? systemLookup;
  const connectorFor = (protocol: string): buildConnector.connector =>
    buildConnector({
      timeout: CONNECT_TIMEOUT_MS,
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
