import type { LookupAddress, LookupAllOptions } from "node:dns";

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
