import type {
  Charge,
  IdentityFacts,
  KnownReceipt,
} from "../../../folios/charge-decision.ts";
import { RECOVERED_VERSION } from "../../../receipts/receipt-content.ts";
import { identityValues } from "../../charge-identity.ts";
import type { IdentityHit } from "./first-facts.ts";

/** `digests`: by receipt, where the kept one was made by an older rule. */
export function identityFacts(
  charge: Charge,
  hits: readonly IdentityHit[],
  digests: ReadonlyMap<bigint, string> = new Map(),
): IdentityFacts {
  const { fisc } = identityValues(charge);
  const known = (hit: IdentityHit): KnownReceipt => ({
    receiptId: hit.receiptId,
    uuid: hit.uuid,
    fiscId: hit.fiscId,
    contentDigest: digests.get(hit.receiptId) ?? hit.contentDigest,
    recovered: hit.contentVersion === RECOVERED_VERSION,
  });
  const one = (kind: IdentityHit["kind"]): KnownReceipt | null => {
    const hit = hits.find((each) => each.kind === kind);
    return hit === undefined ? null : known(hit);
  };
  return {
    byUuid: one("uuid"),
    byKey: one("key"),
    byContent: one("content"),
    byFiscId: hits
      .filter((hit) => hit.kind === "fisc" && hit.value === fisc)
      .sort((a, b) => (a.receiptId < b.receiptId ? -1 : 1))
      .map(known),
  };
}
