import type { Charge } from "../../../folios/charge-decision.ts";
import { remakeCharge } from "../../../folios/make-charge.ts";
import type { SettingsCache } from "../settings-cache.ts";
import type { Connection } from "../connection.ts";

interface KeptRow {
  body: Uint8Array;
  businessLocationId: string;
  receivedAt: bigint;
  idempotencyKey: string | null;
}

/** Bills read again by today's rules from the bodies that were kept; null where the body has expired. */
export class KeptCharges {
  readonly #settings: SettingsCache;
  readonly #receipt;
  readonly #refused;

  constructor(db: Connection, settings: SettingsCache) {
    this.#settings = settings;
    const columns =
      "business_location_id AS businessLocationId, received_at AS receivedAt, idempotency_key AS idempotencyKey";
    this.#receipt = db.prepare<[string, bigint], KeptRow>(
      `SELECT coalesce(b.body, f.body) AS body, ${columns} FROM receipts r
       LEFT JOIN receipt_bodies b ON b.property_id = r.property_id AND b.receipt_id = r.receipt_id
       LEFT JOIN refused_bodies f ON f.property_id = r.property_id AND f.refused_id = r.from_refused_id
       WHERE r.property_id = ? AND r.receipt_id = ? AND coalesce(b.body, f.body) IS NOT NULL`,
    );
    this.#refused = db.prepare<[string, bigint], KeptRow>(
      `SELECT b.body, ${columns} FROM refused_receipts r
       JOIN refused_bodies b ON b.property_id = r.property_id AND b.refused_id = r.refused_id
       WHERE r.property_id = ? AND r.refused_id = ?`,
    );
  }

  ofReceipt(propertyId: string, receiptId: bigint): Charge | null {
    return this.#remake(
      propertyId,
      this.#receipt.get(propertyId, receiptId),
      null,
    );
  }

  ofRefused(
    propertyId: string,
    refusedId: bigint,
    refusal: Charge["refusal"],
  ): Charge | null {
    return this.#remake(
      propertyId,
      this.#refused.get(propertyId, refusedId),
      refusal,
    );
  }

  #remake(
    propertyId: string,
    row: KeptRow | undefined,
    refusal: Charge["refusal"],
  ): Charge | null {
    if (row === undefined) return null;
    const body = Buffer.from(
      row.body.buffer,
      row.body.byteOffset,
      row.body.byteLength,
    );
    return remakeCharge(body, {
      property: this.#settings.get(propertyId).property,
      businessLocationId: row.businessLocationId,
      receivedAt: Number(row.receivedAt),
      idempotencyKey: row.idempotencyKey,
      refusal,
    });
  }
}
