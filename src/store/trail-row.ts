import { createHmac } from "node:crypto";
import type { SqlValue } from "./sql-value.ts";
import type { Actor } from "./store.ts";

/** The chain of acts that concern the installation and no single hotel. */
export const INSTALLATION = "*";

export interface Act {
  propertyId: string;
  at: number;
  actor: Actor;
  act: string;
  /** Ids, counts and digests only: no personal data. */
  details: Record<string, string | number | boolean | null>;
}

export const TRAIL_COLUMNS =
  "property_id, seq, at, actor, act, details, previous, hash";

/** The row after `head`; its hash covers the one before. In the order of `TRAIL_COLUMNS`. */
export function trailRow(
  { propertyId, at, actor, act, details }: Act,
  head: { seq: bigint; hash: Uint8Array } | undefined,
  key: Uint8Array,
): SqlValue[] {
  const seq = (head?.seq ?? 0n) + 1n;
  const previous = Buffer.from(head?.hash ?? new Uint8Array(32));
  const who = `${actor.type}:${actor.name}`;
  const what = JSON.stringify(details);
  const content = JSON.stringify([
    propertyId,
    String(seq),
    at,
    who,
    act,
    what,
    previous.toString("hex"),
  ]);
  const hash = createHmac("sha256", key).update(content).digest();
  return [propertyId, seq, at, who, act, what, previous, hash];
}
