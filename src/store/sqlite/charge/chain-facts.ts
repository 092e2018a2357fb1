import type {
  ChainMember,
  Charge,
  MemberRef,
  ReceiptMember,
  RefusalReason,
  RefusedMember,
} from "../../../folios/charge-decision.ts";
import type { ReceiptKind } from "../../../receipts/receipt.ts";
import type { Connection } from "../connection.ts";
import { readPayments } from "../documents.ts";
import { postingOf, POSTINGS_OF_RECEIPT } from "../postings.ts";
import type { PostingRow } from "../postings.ts";
import { StandingFlags } from "../standing-flags.ts";
import type { IdentityReader } from "./identity-facts.ts";
import type { KeptCharges } from "./kept-charges.ts";

/** The latest state of refused receipt `r`. */
const STATE = (column: string): string =>
  `(SELECT s.${column} FROM refused_states s WHERE s.property_id = r.property_id AND s.refused_id = r.refused_id
    ORDER BY s.state_no DESC LIMIT 1)`;

const GUESSED = "date-guessed";

interface MemberRow {
  uuid: string | null;
  fiscId: string | null;
  kind: ReceiptKind;
  closedAt: bigint;
  contentDigest: Uint8Array;
  payments: string;
}

interface ReceiptRow extends MemberRow {
  receiptId: bigint;
}

interface RefusedRow extends MemberRow {
  refusedId: bigint;
  status: "open" | "dismissed" | "superseded" | "reposted";
  stateReason: string;
  reason: RefusalReason;
}

/** The members of a chain, each with all that stands about it. Asked only for bills that have a chain. */
export class ChainReader {
  readonly #kept: KeptCharges;
  readonly #identities: IdentityReader;
  readonly #flags: StandingFlags;
  readonly #receipt;
  readonly #bills;
  readonly #postings;
  readonly #link;
  readonly #refusedIds;
  readonly #refused;

  constructor(db: Connection, kept: KeptCharges, identities: IdentityReader) {
    this.#kept = kept;
    this.#identities = identities;
    this.#flags = new StandingFlags(db);
    this.#receipt = db.prepare<[string, bigint, string], ReceiptRow>(
      `SELECT receipt_id AS receiptId, uuid, fisc_id AS fiscId, kind, closed_at AS closedAt, content_digest AS contentDigest, payments
       FROM receipts WHERE property_id = ? AND receipt_id = ? AND chain_root = ?`,
    );
    // A bill that was moved away leaves nothing behind.
    this.#bills = db.prepare<[string, bigint], ReceiptMember["bills"][number]>(
      `SELECT folio_id AS folioId, reservation_id AS reservationId, sum(amount) AS amount, sum(gratuity) AS gratuity
       FROM bills WHERE property_id = ? AND receipt_id = ? GROUP BY folio_id, reservation_id
       HAVING sum(amount) <> 0 OR sum(gratuity) <> 0 ORDER BY min(bill_no)`,
    );
    this.#postings = db.prepare<[string, bigint], PostingRow>(
      POSTINGS_OF_RECEIPT,
    );
    this.#link = db.prepare<
      [string, bigint],
      { toType: "receipt" | "refused"; toId: bigint; action: string }
    >(
      `SELECT to_type AS toType, to_id AS toId, action FROM links
       WHERE property_id = ? AND kind = 'reverses-receipt' AND from_id = ? ORDER BY link_id DESC LIMIT 1`,
    );
    this.#refusedIds = db
      .prepare<[string, string], bigint>(
        "SELECT refused_id FROM refused_receipts WHERE property_id = ? AND chain_root = ?",
      )
      .pluck();
    this.#refused = db.prepare<[string, bigint], RefusedRow>(
      `SELECT r.refused_id AS refusedId, r.uuid, r.fisc_id AS fiscId, r.kind, r.closed_at AS closedAt, r.content_digest AS contentDigest, r.payments,
         ${STATE("status")} AS status, ${STATE("reason")} AS stateReason,
         (SELECT t.reason FROM refused_attempts t WHERE t.property_id = r.property_id AND t.refused_id = r.refused_id
          ORDER BY t.attempt_no DESC LIMIT 1) AS reason
       FROM refused_receipts r WHERE r.property_id = ? AND r.refused_id = ?`,
    );
  }

  /** Ids only. */
  refusedOf(propertyId: string, root: string): bigint[] {
    return this.#refusedIds.all(propertyId, root);
  }

  /** Those of the receipts whose chain has this root, and the refused ones that count. */
  members(
    chain: { propertyId: string; root: string },
    receiptIds: Iterable<bigint>,
    refused: readonly bigint[],
  ): ChainMember[] {
    const { propertyId, root } = chain;
    const members: ChainMember[] = [];
    for (const id of new Set(receiptIds)) {
      const row = this.#receipt.get(propertyId, id, root);
      if (row !== undefined) members.push(this.#receiptMember(propertyId, row));
    }
    for (const id of refused) {
      const member = this.#refusedMember(
        propertyId,
        this.#refused.get(propertyId, id)!,
      );
      if (member !== null) members.push(member);
    }
    return members;
  }

  #receiptMember(propertyId: string, row: ReceiptRow): ReceiptMember {
    const { receiptId, kind } = row;
    const flags = this.#flagsOf(propertyId, receiptId);
    return {
      type: "receipt",
      receiptId,
      ...common(row),
      dateGuessed: flags.includes(GUESSED),
      bills: this.#bills.all(propertyId, receiptId),
      postings: this.#postings.all(propertyId, receiptId).map(postingOf),
      reverses: this.linkOf(propertyId, receiptId),
      flags,
      charge:
        kind === "reversal"
          ? this.#kept.ofReceipt(propertyId, receiptId)
          : null,
    };
  }

  #flagsOf(propertyId: string, subjectId: bigint): string[] {
    return this.#flags.namesOf(propertyId, [subjectId]).get(subjectId) ?? [];
  }

  /** What a receipt reverses, as linked now. */
  linkOf(propertyId: string, receiptId: bigint): MemberRef | null {
    const link = this.#link.get(propertyId, receiptId);
    return link?.action === "linked"
      ? { type: link.toType, id: link.toId }
      : null;
  }

  #refusedMember(propertyId: string, row: RefusedRow): RefusedMember | null {
    const { refusedId, status, reason } = row;
    const voidedAtTill = row.stateReason === "voided-at-till";
    if (reason === "content-conflict" || status === "reposted") return null;
    if (status === "superseded" && !voidedAtTill) return null;
    const refusal: Charge["refusal"] =
      reason === "reference-mismatch" ? reason : null;
    const charge = this.#kept.ofRefused(propertyId, refusedId, refusal);
    if (charge === null) return null;
    return {
      type: "refused",
      refusedId,
      ...common(row),
      dateGuessed: this.#flagsOf(propertyId, refusedId).includes(GUESSED),
      status,
      reason,
      voidedAtTill,
      charge,
      identities: this.#identities.facts(charge),
    };
  }
}

function common(
  row: ReceiptRow | RefusedRow,
): Pick<
  ReceiptMember,
  "uuid" | "fiscId" | "closedAt" | "kind" | "payments" | "contentDigest"
> {
  return {
    uuid: row.uuid,
    fiscId: row.fiscId,
    closedAt: Number(row.closedAt),
    kind: row.kind,
    payments: readPayments(row.payments),
    contentDigest: Buffer.from(row.contentDigest).toString("hex"),
  };
}
