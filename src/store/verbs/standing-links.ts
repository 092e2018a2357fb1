import type { LinkChange } from "../../folios/charge-decision.ts";
import { chunks, places, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";

/** The sales that reversals of the till take back, as linked now; without those that were refused. */
export function takenBackReceipts(
  propertyId: string,
  reversalIds: readonly bigint[],
): Steps<Map<bigint, bigint>> {
  const link = { kind: "reverses-receipt", toType: "receipt" } as const;
  return standingLinks(propertyId, link, reversalIds);
}

/** The postings that some take back, as linked now. */
export function takenBackPostings(
  propertyId: string,
  postingIds: readonly bigint[],
): Steps<Map<bigint, bigint>> {
  const link = { kind: "reverses-posting", toType: "posting" } as const;
  return standingLinks(propertyId, link, postingIds);
}

function* standingLinks(
  propertyId: string,
  link: Pick<LinkChange, "kind" | "toType">,
  fromIds: readonly bigint[],
): Steps<Map<bigint, bigint>> {
  const standing = new Map<bigint, bigint>();
  for (const ids of chunks(fromIds)) {
    const found = yield* rows<{
      fromId: bigint;
      toType: string;
      toId: bigint;
      action: string;
    }>(
      `SELECT from_id AS "fromId", to_type AS "toType", to_id AS "toId", action FROM links
       WHERE property_id = $1 AND kind = $2 AND from_id IN (${places(ids.length, 2)}) ORDER BY link_id`,
      propertyId,
      link.kind,
      ...ids,
    );
    // Of each the latest stands.
    for (const { fromId, toType, toId, action } of found) {
      if (action === "linked" && toType === link.toType)
        standing.set(fromId, toId);
      else standing.delete(fromId);
    }
  }
  return standing;
}
