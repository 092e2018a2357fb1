import type { Charge } from "../folios/charge-decision.ts";
import { identityValues } from "./charge-identity.ts";
import type { IdentifiedCharge } from "./charge-identity.ts";

/** The flag of a receipt whose till was told 503 although it was kept. */
export const ANSWERED_503 = "answered-503";

/** By what a charge is found again whose commit failed or was cut: no money, no guest, no body. */
export interface UnsureCharge {
  propertyId: string;
  uuid: string | null;
  key: string | null;
  content: string;
  fisc: string | null;
  contentDigest: string;
  /** By which it is told from the same bill sent again; ids do not tell, they run ahead of a clock that was put back. */
  receivedAt: number;
}

export function unsureOf(
  charge: IdentifiedCharge & Pick<Charge, "receivedAt">,
): UnsureCharge {
  const { propertyId, identity, receivedAt } = charge;
  return {
    propertyId,
    ...identityValues(charge),
    contentDigest: identity.contentDigest,
    receivedAt,
  };
}
