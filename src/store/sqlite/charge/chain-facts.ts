import type {
  ChainMember,
  MemberRef,
  ReceiptMember,
  RefusedMember,
} from "../../../folios/charge-decision.ts";
import { lookAlikesOfRefused } from "../../verbs/look-alikes.ts";
import { standingRefunds } from "../../verbs/refund-facts.ts";
import type { Connection } from "../connection.ts";
import type { StepRunner } from "../run-steps.ts";
import { StandingFlags } from "../standing-flags.ts";
import type { IdentityReader } from "./identity-facts.ts";
import type { StandingRefund } from "../../../folios/refund.ts";
import type { KeptCharges } from "./kept-charges.ts";
import { memberPostingOf, POSTINGS_OF_RECEIPT } from "../../posting-rows.ts";
import type { MemberPostingRow } from "../../posting-rows.ts";
import type { ChainReceiptRow, ChainRefusedRow } from "../../chain-members.ts";
import {
  CHAIN_RECEIPT_COLUMNS,
  CHAIN_REFUSED_COLUMNS,
  concernsLookAlikes,
  receiptMemberOf,
  refusedMemberOf,
} from "../../chain-members.ts";

/** The members of a chain, each with all that stands about it. Asked only for bills that have a chain. */
export class ChainReader {
  readonly #runner: StepRunner;
  readonly #kept: KeptCharges;
  readonly #identities: IdentityReader;
  readonly #flags: StandingFlags;
  readonly #receipt;
  readonly #bills;
  readonly #postings;
  readonly #link;
  readonly #refusedIds;
  readonly #refused;

  constructor(
    db: Connection,
    runner: StepRunner,
    kept: KeptCharges,
    identities: IdentityReader,
  ) {
    this.#runner = runner;
    this.#kept = kept;
    this.#identities = identities;
    this.#flags = new StandingFlags(db);
    this.#receipt = db.prepare<[string, bigint, string], ChainReceiptRow>(
      `SELECT ${CHAIN_RECEIPT_COLUMNS} FROM receipts r
       WHERE r.property_id = ? AND r.receipt_id = ? AND r.chain_root = ?`,
    );
    // A bill that was moved away leaves nothing behind.
    this.#bills = db.prepare<[string, bigint], ReceiptMember["bills"][number]>(
      `SELECT folio_id AS folioId, reservation_id AS reservationId, sum(amount) AS amount, sum(gratuity) AS gratuity
       FROM bills WHERE property_id = ? AND receipt_id = ? AND cause <> 'refund' GROUP BY folio_id, reservation_id
       HAVING sum(amount) <> 0 OR sum(gratuity) <> 0 ORDER BY min(bill_no)`,
    );
    this.#postings = db.prepare<[string, bigint], MemberPostingRow>(
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
    this.#refused = db.prepare<[string, bigint], ChainRefusedRow>(
      `SELECT ${CHAIN_REFUSED_COLUMNS} FROM refused_receipts r WHERE r.property_id = ? AND r.refused_id = ?`,
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
    const rows = [...new Set(receiptIds)]
      .map((id) => this.#receipt.get(propertyId, id, root))
      .filter((row) => row !== undefined);
    const sales = rows.filter((row) => row.kind === "sale");
    const refunds = this.#runner.run(
      standingRefunds(
        propertyId,
        sales.map((row) => row.receiptId),
      ),
    );
    for (const row of rows) {
      const own = refunds.get(row.receiptId) ?? [];
      members.push(this.#receiptMember(propertyId, row, own));
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

  #receiptMember(
    propertyId: string,
    row: ChainReceiptRow,
    refunds: StandingRefund[],
  ): ReceiptMember {
    const { receiptId, kind } = row;
    return receiptMemberOf(row, {
      bills: this.#bills.all(propertyId, receiptId),
      postings: this.#postings.all(propertyId, receiptId).map(memberPostingOf),
      refunds,
      reverses: this.linkOf(propertyId, receiptId),
      flags: this.#flagsOf(propertyId, receiptId),
      charge:
        kind === "reversal"
          ? this.#kept.ofReceipt(propertyId, receiptId)
          : null,
    });
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

  #refusedMember(
    propertyId: string,
    row: ChainRefusedRow,
  ): RefusedMember | null {
    const { refusedId } = row;
    const flags = this.#flagsOf(propertyId, refusedId);
    return refusedMemberOf(row, {
      flags,
      lookAlikes: concernsLookAlikes(row, flags)
        ? this.#runner.run(lookAlikesOfRefused(propertyId, refusedId))
        : [],
      remake: (refusal) => this.#kept.ofRefused(propertyId, refusedId, refusal),
      identities: (charge) => this.#identities.facts(charge),
    });
  }
}
