import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";

const WINDOW_MS = 60_000;
const ADDRESSES_MAX = 10_000;
const IPV6_NETWORK_BITS = 64;

/**
 * Counts failed keys by address. Only failures count and the key is looked at first, so nobody behind the same address
 * can lock out a till with a valid one. Bounded memory: the addresses seen longest ago are forgotten first.
 */
export class FailureLimit {
  readonly #failuresMax: number;
  readonly #clock: Clock;
  readonly #seen: LRUCache<string, { since: number; failures: number }>;

  constructor(failuresPerMinuteMax: number, clock: Clock) {
    this.#failuresMax = failuresPerMinuteMax;
    this.#clock = clock;
    this.#seen = new LRUCache({
      max: ADDRESSES_MAX,
      ttl: WINDOW_MS,
      noUpdateTTL: true,
      perf: clock,
    });
  }

  /** Counts one failure. Null while the address is within its limit, else the seconds after which it may try again. */
  fail(address: string | undefined): { retryAfterSeconds: number } | null {
    const network = networkOf(address ?? "");
    const now = this.#clock.now();
    const seen = this.#seen.get(network) ?? { since: now, failures: 0 };
    seen.failures += 1;
    this.#seen.set(network, seen);
    if (seen.failures <= this.#failuresMax) return null;
    const leftMs = seen.since + WINDOW_MS - now;
    return { retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) };
  }
}

/** One customer's network: an IPv4 address, or the /64 of an IPv6 one, whose lower half anybody can change at will. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const bytes = parsed.toByteArray().fill(0, IPV6_NETWORK_BITS / 8);
  return ipaddr.fromByteArray(bytes).toString();
}
