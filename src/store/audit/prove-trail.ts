import { headText, isSignedWith, NO_ENTRY } from "../trail-row.ts";
import type { TrailHead } from "../trail-row.ts";
import { NOTHING_THERE } from "./hotel-proof.ts";
import type { HotelProof } from "./hotel-proof.ts";

interface EntryRow {
  seq: bigint;
  at: bigint;
  actor: string;
  act: string;
  details: string;
  previous: Uint8Array;
  hash: Uint8Array;
}

export interface TrailRules {
  /** The key of today, and those used before. */
  keys: readonly Uint8Array[];
  /** Heads that were noted earlier: they must still be in the chain. */
  expectedHeads: readonly TrailHead[];
}

export interface ProvedTrail {
  head: TrailHead;
  /** How many entries bear the signature of one of the keys. */
  signed: number;
  /** By business date, the digest of the report it was closed with. */
  closings: ReadonlyMap<string, string>;
}

/**
 * One hotel's chain of acts: numbered without a gap, each entry signed and covering the one before. A chain that was cut
 * at its end is a chain still: that shows only by a head that was noted before.
 */
export async function proveTrail(
  proof: HotelProof,
  { keys, expectedHeads }: TrailRules,
): Promise<ProvedTrail> {
  const { propertyId } = proof.hotel;
  const entries = proof.reader.pieces<EntryRow>(
    "trail",
    ["seq", "at", "actor", "act", "details", "previous", "hash"],
    ["seq"],
  );
  const missing = new Set(expectedHeads);
  let head: TrailHead = NO_ENTRY;
  let signed = 0;
  const closings = new Map<string, string>();
  for await (const piece of entries) {
    for (const row of piece) {
      const about = { entry: row.seq };
      const follows =
        row.seq === head.seq + 1n && isSame(row.previous, head.hash);
      const before = head;
      proof.expect(follows, "trail-chain", about, () => ({
        expected: `entry ${before.seq + 1n}, which covers ${name(before)}`,
        found: `entry ${row.seq}, which covers ${hex(row.previous)}`,
      }));
      const entry = { ...row, propertyId, at: Number(row.at) };
      const isSigned = keys.some((key) => isSignedWith(entry, key));
      proof.expect(isSigned, "trail-signature", about, () => ({
        expected: "the signature of its content with the trail's key",
        found: "another",
      }));
      if (isSigned) signed++;
      if (row.act === CLOSING) {
        const read = (): Closing => JSON.parse(row.details) as Closing;
        const closing = proof.document(about, "details", read);
        if (closing !== null)
          closings.set(closing.businessDate, closing.reportDigest);
      }
      head = { seq: row.seq, hash: row.hash };
      for (const expected of missing) {
        if (expected.seq !== row.seq) continue;
        missing.delete(expected);
        proof.expect(
          isSame(row.hash, expected.hash),
          "trail-head",
          about,
          () => ({
            expected: headText(propertyId, expected),
            found: headText(propertyId, row),
          }),
        );
      }
    }
  }
  for (const expected of missing)
    proof.say(
      "trail-head",
      { entry: expected.seq },
      {
        expected: headText(propertyId, expected),
        found: `${NOTHING_THERE}: the trail ends with ${headText(propertyId, head)}`,
      },
    );
  return { head, signed, closings };
}

const CLOSING = "business-date.closed";

interface Closing {
  businessDate: string;
  reportDigest: string;
}

function name(head: TrailHead): string {
  return head.seq === 0n ? "nothing" : hex(head.hash);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function hex(hash: Uint8Array): string {
  return Buffer.from(hash).toString("hex");
}
