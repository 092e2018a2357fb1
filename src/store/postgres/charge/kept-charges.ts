import type { Charge } from "../../../folios/charge-decision.ts";
import { remakeCharge } from "../../../folios/make-charge.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";
import type { PropertySettings } from "../settings-cache.ts";

export interface KeptBody {
  propertyId: string;
  id: bigint;
  body: Buffer;
  businessLocationId: string;
  receivedAt: bigint;
  idempotencyKey: string | null;
}

interface Keys {
  propertyIds: readonly string[];
  ids: readonly bigint[];
}

const COLUMNS = `r.property_id AS "propertyId", r.business_location_id AS "businessLocationId",
  r.received_at AS "receivedAt", r.idempotency_key AS "idempotencyKey"`;

/** What was received for receipts, where it has not expired. */
export async function receiptBodies(
  sql: Sql,
  { propertyIds, ids }: Keys,
): Promise<KeptBody[]> {
  if (ids.length === 0) return [];
  return await sql.rows<KeptBody>(
    `SELECT ${COLUMNS}, r.receipt_id AS id, coalesce(b.body, f.body) AS body
     FROM unnest($1::text[], $2::bigint[]) AS k(property_id, id)
     JOIN receipts r ON r.property_id = k.property_id AND r.receipt_id = k.id
     LEFT JOIN receipt_bodies b ON b.property_id = r.property_id AND b.receipt_id = r.receipt_id
     LEFT JOIN refused_bodies f ON f.property_id = r.property_id AND f.refused_id = r.from_refused_id
     WHERE coalesce(b.body, f.body) IS NOT NULL`,
    arrayLiteral(propertyIds),
    arrayLiteral(ids),
  );
}

/** The same for refused receipts. */
export async function refusedBodies(
  sql: Sql,
  { propertyIds, ids }: Keys,
): Promise<KeptBody[]> {
  if (ids.length === 0) return [];
  return await sql.rows<KeptBody>(
    `SELECT ${COLUMNS}, r.refused_id AS id, b.body FROM unnest($1::text[], $2::bigint[]) AS k(property_id, id)
     JOIN refused_receipts r ON r.property_id = k.property_id AND r.refused_id = k.id
     JOIN refused_bodies b ON b.property_id = r.property_id AND b.refused_id = r.refused_id`,
    arrayLiteral(propertyIds),
    arrayLiteral(ids),
  );
}

/** A bill read again by today's rules. */
export function remake(
  { body, ...kept }: KeptBody,
  settings: ReadonlyMap<string, PropertySettings>,
  refusal: Charge["refusal"],
): Charge | null {
  const hotel = settings.get(kept.propertyId);
  if (hotel === undefined) return null;
  return remakeCharge(body, {
    property: hotel.property,
    businessLocationId: kept.businessLocationId,
    receivedAt: Number(kept.receivedAt),
    idempotencyKey: kept.idempotencyKey,
    refusal,
  });
}
