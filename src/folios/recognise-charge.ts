import type {
  ChargeIdentity,
  IdentityFacts,
  KnownReceipt,
} from "./charge-decision.ts";

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
  identity: ChargeIdentity,
  found: IdentityFacts,
): Recognition {
  const named = new Map<bigint, KnownReceipt>();
  for (const receipt of [found.byUuid, found.byKey, found.byContent]) {
    if (receipt !== null) named.set(receipt.receiptId, receipt);
  }
  if (named.size > 1) return { kind: "conflict" };
  const [receipt] = named.values();
  if (receipt !== undefined) {
    return isSameBill(identity, receipt)
      ? { kind: "known", receiptId: receipt.receiptId }
      : { kind: "conflict" };
  }
  const twin = found.byFiscId.find(
    (known) => known.contentDigest === identity.contentDigest,
  );
  if (twin !== undefined) return { kind: "known", receiptId: twin.receiptId };
  const otherUuids = found.byFiscId.every(
    (known) => known.uuid !== null && identity.uuid !== null,
  );
  return otherUuids
    ? { kind: "new", fiscIdReused: found.byFiscId.length > 0 }
    : { kind: "conflict" };
}

function isSameBill(identity: ChargeIdentity, known: KnownReceipt): boolean {
  if (identity.contentDigest !== known.contentDigest) return false;
  return identity.uuid === known.uuid || identity.fiscId !== null;
}
