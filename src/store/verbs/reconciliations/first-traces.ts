import type { LocationPlace } from "../../../properties/lightspeed-grant.ts";
import type { FirstTraces } from "../../../reconciliation/healed-since.ts";
import { row } from "../../steps.ts";
import type { Steps } from "../../steps.ts";

export function* firstTraces({
  propertyId,
  businessLocationId,
}: LocationPlace): Steps<FirstTraces> {
  const posted = yield* row<{ at: bigint }>(
    "SELECT closed_at AS at FROM receipts WHERE property_id = $1 ORDER BY receipt_id LIMIT 1",
    propertyId,
  );
  const refused = yield* row<{ at: bigint }>(
    "SELECT closed_at AS at FROM refused_receipts WHERE property_id = $1 ORDER BY refused_id LIMIT 1",
    propertyId,
  );
  const key = yield* row<{ at: bigint | null }>(
    "SELECT min(created_at) AS at FROM api_keys WHERE property_id = $1 AND business_location_id = $2",
    propertyId,
    businessLocationId,
  );
  const bills = [posted, refused].flatMap((bill) => bill?.at ?? []).map(Number);
  return {
    billAt: bills.length === 0 ? null : Math.min(...bills),
    keyAt: key?.at == null ? null : Number(key.at),
  };
}
