import type { ChargeOutcome } from "../../../folios/charge-decision.ts";
import { AcknowledgementReader } from "../charge/take-charge.ts";
import type { UnsureCharge } from "../../unsure-charge.ts";
import type { Connection } from "../connection.ts";

/** Looks on a fresh connection whether charges are in the books after all. */
export class UnsureChargeFinder {
  readonly #acknowledgements: AcknowledgementReader;
  readonly #find;

  constructor(db: Connection) {
    this.#acknowledgements = new AcknowledgementReader(db);
    this.#find = db
      .prepare<[string, string, string, Buffer], bigint>(
        `SELECT r.receipt_id FROM identities i
         JOIN receipts r ON r.property_id = i.property_id AND r.receipt_id = i.receipt_id
         WHERE i.property_id = ? AND i.kind = ? AND i.value = ? AND r.content_digest = ?
         ORDER BY i.occurrence DESC LIMIT 1`,
      )
      .pluck();
  }

  receiptOf(charge: UnsureCharge): bigint | null {
    const digest = Buffer.from(charge.contentDigest, "hex");
    for (const kind of ["uuid", "fisc", "key", "content"] as const) {
      const value = charge[kind];
      const found =
        value === null
          ? undefined
          : this.#find.get(charge.propertyId, kind, value, digest);
      if (found !== undefined) return found;
    }
    return null;
  }

  outcomeOf(charge: UnsureCharge): ChargeOutcome | null {
    const receiptId = this.receiptOf(charge);
    return receiptId === null
      ? null
      : this.#acknowledgements.repeat(charge.propertyId, receiptId);
  }
}
