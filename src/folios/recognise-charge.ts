import { paidDigestOf } from "../receipts/receipt-content.ts";
import type { Charge, IdentityFacts, KnownReceipt } from "./charge-decision.ts";

export type Recognition =
  | { kind: "new"; fiscIdReused: boolean }
  | { kind: "known"; receiptId: bigint }
  | { kind: "conflict" };

/**
 * Whether a bill is in the books already (design "Identity"). All its identities are looked at together: pointing to
 * different receipts, or to one with other content, is a conflict. A fiscal id alone proves nothing, because device
 * counters restart: with another uuid, equal content is the same bill and other content a new one.
 */
export function recogniseCharge(
  charge: Charge,
  found: IdentityFacts,
): Recognition {
  const { identity } = charge;
  const named = new Map<bigint, KnownReceipt>();
  for (const receipt of [found.byUuid, found.byKey, found.byContent]) {
    if (receipt !== null) named.set(receipt.receiptId, receipt);
  }
  if (named.size > 1) return { kind: "conflict" };
  const [receipt] = named.values();
  if (receipt !== undefined) {
    return isSameBill(charge, receipt)
      ? { kind: "known", receiptId: receipt.receiptId }
      : { kind: "conflict" };
  }
  const twin = found.byFiscId.find((known) => isSameBill(charge, known));
  if (twin !== undefined) return { kind: "known", receiptId: twin.receiptId };
  const otherUuids = found.byFiscId.every(
    (known) => known.uuid !== null && identity.uuid !== null,
  );
  return otherUuids
    ? { kind: "new", fiscIdReused: found.byFiscId.length > 0 }
    : { kind: "conflict" };
}

/**
 * Of a bill made of a sale only what was paid is known for certain. So it is by uuid, or by fiscal id where one has no
 * uuid, that it and the till's own are one bill: if the same was paid, where the sale came first; whatever the till said,
 * where the till's own did.
 */
function isSameBill(
  { identity, totalled, recovered }: Charge,
  known: KnownReceipt,
): boolean {
  const { uuid, fiscId } = identity;
  if (recovered) return isNamedAlike(identity, known);
  if (known.recovered)
    return (
      isNamedAlike(identity, known) &&
      known.contentDigest === paidDigestOf(totalled.payments)
    );
  if (identity.contentDigest !== known.contentDigest) return false;
  return uuid === known.uuid || fiscId !== null;
}

type Named = Pick<KnownReceipt, "uuid" | "fiscId">;

/** Two sendings of one bill, whatever their content: by uuid, and by fiscal id only where one has no uuid. */
export function isNamedAlike(one: Named, other: Named): boolean {
  if (one.uuid !== null && other.uuid !== null) return one.uuid === other.uuid;
  return one.fiscId !== null && one.fiscId === other.fiscId;
}
