import { FIRST_POSTINGS } from "../../posting-rows.ts";
import { RefusedRows } from "../refused-rows.ts";
import type {
  AcknowledgedBill,
  Charge,
  ChargeOutcome,
  RepostOutcome,
} from "../../../folios/charge-decision.ts";
import { decideCharge } from "../../../folios/decide-charge.ts";
import { decideRepost } from "../../../folios/decide-repost.ts";
import { documentsOf } from "../../documents.ts";
import type { Connection } from "../connection.ts";
import type { WriteContext } from "../write-context.ts";
import { ChargeFactsReader } from "./charge-facts.ts";
import type { BillOrigin } from "../../keep-books.ts";
import type { EffectsTarget } from "../../keep-effects.ts";
import { EffectsWriter } from "../../keep-effects.ts";
import { unpackCharge } from "./packed-charge.ts";
import type { PackedCharge } from "./packed-charge.ts";

/** The charge's path inside the transaction: facts, decision, rows. */
export class TakeCharge {
  readonly #context: WriteContext;
  readonly #facts: ChargeFactsReader;
  readonly #effects: EffectsWriter;
  readonly #acknowledgements: AcknowledgementReader;

  constructor(context: WriteContext) {
    const { db, rows, settings, ids, runner } = context;
    this.#context = context;
    this.#facts = new ChargeFactsReader(db, rows, settings, ids, runner);
    this.#effects = new EffectsWriter({
      rows,
      ids,
      refused: new RefusedRows(db),
      kept: keptRows(db),
    });
    this.#acknowledgements = new AcknowledgementReader(db);
  }

  take(packed: PackedCharge, body: Uint8Array): ChargeOutcome {
    const { now, rows } = this.#context;
    const charge = unpackCharge(packed);
    const decision = decideCharge(charge, this.#facts.read(charge, now));
    if (decision.kind === "replayed") {
      rows.flush();
      return this.#acknowledgements.repeat(
        charge.propertyId,
        decision.receiptId,
      );
    }
    const { effects, ...outcome } = decision;
    const eventId =
      outcome.kind === "posted" ? outcome.receiptId : outcome.refusedId;
    const { documents } = packed;
    this.#effects.write(effects, { charge, documents, body, eventId, now });
    return outcome;
  }

  repost(charge: Charge): RepostOutcome {
    const { now } = this.#context;
    const decision = decideRepost(charge, this.#facts.read(charge, now));
    if (decision.kind !== "posted") return decision;
    const { effects, ...outcome } = decision;
    this.#effects.write(effects, {
      charge,
      documents: documentsOf(charge),
      body: KEPT_ALREADY,
      eventId: outcome.receiptId,
      now,
    });
    return outcome;
  }
}

const KEPT_ALREADY = new Uint8Array();

/** What is kept about rows that a decision adds to. */
function keptRows(db: Connection): EffectsTarget["kept"] {
  const occurrences = db
    .prepare<[string, string, string], bigint>(
      "SELECT occurrence FROM identities WHERE property_id = ? AND kind = ? AND value = ?",
    )
    .pluck();
  const lastBillNo = db
    .prepare<[string, bigint], bigint | null>(
      "SELECT max(bill_no) FROM bills WHERE property_id = ? AND receipt_id = ?",
    )
    .pluck();
  const billOrigin = db.prepare<[string, bigint], BillOrigin>(
    `SELECT closed_at AS "closedAt", lines_digest AS "linesDigest" FROM receipts
     WHERE property_id = ? AND receipt_id = ?`,
  );
  return {
    occurrences: (...identity) => occurrences.all(...identity),
    lastBillNo: (...receipt) => lastBillNo.get(...receipt) ?? null,
    billOrigin: (...receipt) => billOrigin.get(...receipt),
  };
}

/** The first answer again: the bills the charge made and the flags its own arrival raised on it. */
export class AcknowledgementReader {
  readonly #bills;
  readonly #flags;

  constructor(db: Connection) {
    this.#bills = db.prepare<[string, bigint], AcknowledgedBill>(
      `SELECT folio_id AS folioId, amount + gratuity AS total FROM bills
       WHERE property_id = ? AND receipt_id = ? AND cause IN ${FIRST_POSTINGS} ORDER BY bill_no`,
    );
    this.#flags = db
      .prepare<[string, bigint, bigint], string>(
        `SELECT flag FROM flags WHERE property_id = ? AND subject_id = ? AND event_id = ? AND action = 'raised'
         AND flag <> 'answered-503'`,
      )
      .pluck();
  }

  repeat(
    propertyId: string,
    receiptId: bigint,
  ): ChargeOutcome & { kind: "replayed" } {
    const flags = [
      ...new Set(this.#flags.all(propertyId, receiptId, receiptId)),
    ].sort();
    return {
      kind: "replayed",
      receiptId,
      bills: this.#bills.all(propertyId, receiptId),
      flags,
    };
  }
}
