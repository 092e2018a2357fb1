import { createHmac } from "node:crypto";
import type { SqlValue } from "./sql-value.ts";
import type { Actor } from "./contract/acts.ts";

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

/** An entry as it is kept; its hash covers all of it, and through `previous` every entry before it. */
export interface TrailEntry {
  propertyId: string;
  seq: bigint;
  at: number;
  actor: string;
  act: string;
  details: string;
  previous: Uint8Array;
}

export interface SignedEntry extends TrailEntry {
  hash: Uint8Array;
}

/** Where a chain begins. */
export const NO_ENTRY: TrailHead = { seq: 0n, hash: new Uint8Array(32) };

/** The last entry of a chain. */
export interface TrailHead {
  seq: bigint;
  hash: Uint8Array;
}

/** HMAC-SHA-256: who has not the key cannot make an entry, change one, or leave one out. */
function trailHash(
  { propertyId, seq, at, actor, act, details, previous }: TrailEntry,
  key: Uint8Array,
): Buffer {
  const before = Buffer.from(previous).toString("hex");
  const content = [propertyId, String(seq), at, actor, act, details, before];
  return createHmac("sha256", key).update(JSON.stringify(content)).digest();
}

export function isSignedWith(entry: SignedEntry, key: Uint8Array): boolean {
  return trailHash(entry, key).equals(entry.hash);
}

/** The row after `head`, in the order of `TRAIL_COLUMNS`. */
export function trailRow(
  { propertyId, at, actor, act, details }: Act,
  head: TrailHead | undefined,
  key: Uint8Array,
): SqlValue[] {
  const { seq, hash } = head ?? NO_ENTRY;
  const entry: TrailEntry = {
    propertyId,
    seq: seq + 1n,
    at,
    actor: `${actor.type}:${actor.name}`,
    act,
    details: JSON.stringify(details),
    previous: Buffer.from(hash),
  };
  return [
    propertyId,
    entry.seq,
    at,
    entry.actor,
    act,
    entry.details,
    entry.previous,
    trailHash(entry, key),
  ];
}

/** A head as it is printed and given to `audit --expect-head`: hotel, number and hash, `demo:412:3fa9…`. */
export function headText(propertyId: string, { seq, hash }: TrailHead): string {
  return `${propertyId}:${seq}:${Buffer.from(hash).toString("hex")}`;
}

/** Null: it is none. */
export function readHead(
  text: string,
): (TrailHead & { propertyId: string }) | null {
  const match = /^(.+):(\d{1,18}):([0-9a-f]{64})$/.exec(text);
  if (match === null) return null;
  const [, propertyId = "", seq = "", hash = ""] = match;
  return { propertyId, seq: BigInt(seq), hash: Buffer.from(hash, "hex") };
}
