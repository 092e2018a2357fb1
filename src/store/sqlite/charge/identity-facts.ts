import type {
  Charge,
  IdentityFacts,
  KnownReceipt,
} from "../../../folios/charge-decision.ts";
import {
  CONTENT_VERSION,
  RECOVERED_VERSION,
} from "../../../receipts/receipt-content.ts";
import { identityValues } from "../../charge-identity.ts";
import type { Connection } from "../connection.ts";
import type { KeptCharges } from "./kept-charges.ts";

/** The receipts that share an identity with a charge. */
export class IdentityReader {
  readonly #kept: KeptCharges;
  readonly #ids;
  readonly #receipt;

  constructor(db: Connection, kept: KeptCharges) {
    this.#kept = kept;
    this.#ids = db
      .prepare<[string, string, string], bigint>(
        "SELECT receipt_id FROM identities WHERE property_id = ? AND kind = ? AND value = ?",
      )
      .pluck();
    this.#receipt = db.prepare<[string, bigint], KnownRow>(
      `SELECT receipt_id AS receiptId, uuid, fisc_id AS fiscId, content_digest AS contentDigest,
         content_version AS contentVersion FROM receipts WHERE property_id = ? AND receipt_id = ?`,
    );
  }

  /** Ids only, oldest first. */
  idsOf(propertyId: string, kind: string, value: string | null): bigint[] {
    if (value === null) return [];
    const ids = this.#ids.all(propertyId, kind, value);
    return ids.length > 1
      ? ids.sort((one, other) => (one < other ? -1 : 1))
      : ids;
  }

  /** `fiscIds`: those with its fiscal id, where they were read already. */
  facts(
    charge: Charge,
    fiscIds: readonly bigint[] | null = null,
  ): IdentityFacts {
    const { propertyId } = charge;
    const values = identityValues(charge);
    const byFiscId = fiscIds ?? this.idsOf(propertyId, "fisc", values.fisc);
    const one = (kind: string, value: string | null): KnownReceipt | null => {
      const [id] = this.idsOf(propertyId, kind, value);
      return id === undefined ? null : this.#known(propertyId, id);
    };
    const nameless = values.uuid === null && values.fisc === null;
    return {
      byUuid: one("uuid", values.uuid),
      byKey: one("key", values.key),
      byContent: nameless ? one("content", values.content) : null,
      byFiscId: byFiscId.map((id) => this.#known(propertyId, id)),
    };
  }

  #known(propertyId: string, receiptId: bigint): KnownReceipt {
    const row = this.#receipt.get(propertyId, receiptId);
    if (row === undefined) throw new Error("an identity without its receipt");
    const { uuid, fiscId } = row;
    const kept = Buffer.from(row.contentDigest).toString("hex");
    const recovered = row.contentVersion === BigInt(RECOVERED_VERSION);
    const known = { receiptId, uuid, fiscId, recovered };
    if (recovered || row.contentVersion === BigInt(CONTENT_VERSION))
      return { ...known, contentDigest: kept };
    const contentDigest =
      this.#kept.ofReceipt(propertyId, receiptId)?.identity.contentDigest ??
      kept;
    return { ...known, contentDigest };
  }
}

interface KnownRow {
  receiptId: bigint;
  uuid: string | null;
  fiscId: string | null;
  contentDigest: Uint8Array;
  contentVersion: bigint;
}
