import type {
  Charge,
  ChargeEffects,
  FlagChange,
  IdSource,
  LinkChange,
  NewReceipt,
  NewRefused,
} from "../folios/charge-decision.ts";
import { ID_STEP } from "../folios/charge-decision.ts";
import type { Bill } from "../folios/posting.ts";
import type { DayTotals } from "../night-audit/day-totals.ts";
import { CLEARING_PREFIX } from "../properties/property.ts";
import { identityValues, lookAlikeMark, marksOf } from "./charge-identity.ts";
import { documentsOf } from "./documents.ts";
import type { ChargeDocuments } from "./documents.ts";
import { REFUSAL_STATUS } from "../folios/refusal-status.ts";
import { addRefusedCharge, openRefused } from "./keep-refused.ts";
import type { RefusedTarget } from "./keep-refused.ts";
import { postingRow } from "./posting-rows.ts";
import type { SqlValue } from "./sql-value.ts";

/** Where the rows of a decision go: an engine inserts them when and how it likes, in the order of its columns. */
export interface EffectsTarget {
  rows: Record<
    | "receipts"
    | "bodies"
    | "identities"
    | "bills"
    | "postings"
    | "flags"
    | "links",
    { add(...row: SqlValue[]): void }
  > & {
    addToBalance(
      folio: { propertyId: string; folioId: string },
      change: { balance: bigint; charged: bigint },
    ): void;
    mark(marks: Iterable<string>): void;
    /** What the transaction adds to a business date. */
    days: { of(propertyId: string, businessDate: string): DayTotals };
  };
  refused: RefusedTarget;
  ids: IdSource;
  /** What is kept about rows the decision adds to, as the transaction sees it. */
  kept: {
    /** The uses of an identity's value so far. */
    occurrences(
      propertyId: string,
      kind: string,
      value: string,
    ): Iterable<bigint>;
    lastBillNo(propertyId: string, receiptId: bigint): bigint | null;
    billOrigin(propertyId: string, receiptId: bigint): BillOrigin | undefined;
  };
}

export interface EffectsOrigin {
  charge: Charge;
  documents: ChargeDocuments;
  body: Uint8Array;
  /** The receipt or refused receipt whose arrival causes it all. */
  eventId: bigint;
  now: number;
}

/** What a bill has from its receipt. */
export interface BillOrigin {
  closedAt: bigint;
  linesDigest: Uint8Array;
}

/** Turns what a decision answers into rows. */
export class EffectsWriter {
  readonly #rows: EffectsTarget["rows"];
  readonly #ids: IdSource;
  readonly #refused: RefusedTarget;
  readonly #kept: EffectsTarget["kept"];
  readonly #claimed = new Map<string, bigint>();

  constructor({ rows, ids, refused, kept }: EffectsTarget) {
    this.#rows = rows;
    this.#ids = ids;
    this.#refused = refused;
    this.#kept = kept;
  }

  write(effects: ChargeEffects, origin: EffectsOrigin): void {
    const { propertyId } = origin.charge;
    this.#claimed.clear();
    for (const receipt of effects.receipts) this.#addReceipt(receipt, origin);
    this.#addToDays(propertyId, effects);
    for (const refused of effects.refused) this.#addRefused(refused, origin);
    for (const { refusedId, reason } of effects.attempts) {
      this.#refused.addAttempt(propertyId, refusedId, {
        reason,
        httpStatus: REFUSAL_STATUS[reason],
        at: origin.now,
      });
    }
    this.#addBills(propertyId, effects);
    for (const posting of effects.postings) {
      this.#rows.postings.add(...postingRow(propertyId, posting));
      this.#addToBalance(propertyId, posting.folioId, {
        balance: posting.gross,
        charged: 0n,
      });
    }
    this.#addFlags(effects.flags, origin);
    this.#addLinks(effects.links, origin);
    for (const { refusedId, ...change } of effects.refusedChanges) {
      this.#refused.addState(propertyId, refusedId, {
        ...change,
        eventId: origin.eventId,
        at: origin.now,
      });
    }
  }

  #addReceipt(receipt: NewReceipt, origin: EffectsOrigin): void {
    const { charge, receiptId } = receipt;
    const { propertyId, identity, totalled } = charge;
    const sent = totalled.receipt;
    const documents =
      charge === origin.charge ? origin.documents : documentsOf(charge);
    this.#rows.receipts.add(
      propertyId,
      receiptId,
      sent.receiptNumber,
      identity.uuid,
      identity.fiscId,
      sent.initialAccountId,
      identity.idempotencyKey,
      charge.businessLocationId,
      totalled.kind,
      totalled.gross,
      totalled.tax,
      totalled.tips,
      totalled.serviceCharge,
      receipt.businessDate,
      sent.openedAt,
      receipt.closedAt,
      charge.receivedAt,
      sent.tableName,
      sent.covers,
      sent.deviceId,
      sent.ownerId,
      sent.ownerName,
      sent.revenueCenterId,
      sent.revenueCenterName,
      receipt.chainRoot,
      identity.contentVersion,
      Buffer.from(identity.contentDigest, "hex"),
      Buffer.from(identity.linesDigest, "hex"),
      documents.lines,
      documents.payments,
      receipt.fromRefusedId,
    );
    if (receipt.fromRefusedId === null)
      this.#rows.bodies.add(propertyId, receiptId, origin.body);
    this.#claim(receipt);
    this.#rows.mark(marksOf(charge));
  }

  #addToDays(propertyId: string, effects: ChargeEffects): void {
    const { days } = this.#rows;
    // What moves to another folio is the credit of a reversal.
    const sales = new Set<bigint>();
    for (const { receiptId, charge, businessDate } of effects.receipts) {
      const { kind, lines } = charge.totalled;
      const isPosted = effects.bills.some(
        (bill) => bill.receiptId === receiptId && bill.cause === "charge",
      );
      days.of(propertyId, businessDate).addReceipt({ kind, lines, isPosted });
      if (kind === "sale") sales.add(receiptId);
    }
    for (const posting of effects.postings)
      days
        .of(propertyId, posting.businessDate)
        .addPosting(posting, !sales.has(posting.receiptId));
  }

  #claim(receipt: NewReceipt): void {
    const { charge, claims, receiptId, chainRoot } = receipt;
    const values = identityValues(charge);
    const claim = (kind: string, value: string, occurrence: bigint): void =>
      this.#rows.identities.add(
        charge.propertyId,
        kind,
        value,
        occurrence,
        receiptId,
      );
    if (claims.uuid && values.uuid !== null) claim("uuid", values.uuid, 1n);
    if (claims.key && values.key !== null) claim("key", values.key, 1n);
    if (claims.content) claim("content", values.content, 1n);
    const claimsFisc = claims.fiscId && values.fisc !== null;
    if (claimsFisc)
      claim(
        "fisc",
        values.fisc!,
        this.#nextOccurrence(charge.propertyId, "fisc", values.fisc!),
      );
    if (chainRoot !== null && !(claimsFisc && chainRoot === values.fisc)) {
      claim(
        "root",
        chainRoot,
        this.#nextOccurrence(charge.propertyId, "root", chainRoot),
      );
    }
  }

  /**
   * Reading the facts has inserted the rows of charges before this one in the transaction; what the same arrival has
   * claimed already, for another receipt of its chain, is counted here.
   */
  #nextOccurrence(propertyId: string, kind: string, value: string): bigint {
    const own = `${propertyId} ${kind} ${value}`;
    let last = this.#claimed.get(own) ?? 0n;
    for (const occurrence of this.#kept.occurrences(propertyId, kind, value))
      if (occurrence > last) last = occurrence;
    this.#claimed.set(own, last + 1n);
    return last + 1n;
  }

  #addRefused(refused: NewRefused, origin: EffectsOrigin): void {
    const { charge, refusedId, reason } = refused;
    addRefusedCharge(this.#refused, charge, refused, origin.body);
    openRefused(this.#refused, charge.propertyId, refusedId, {
      reason,
      httpStatus: REFUSAL_STATUS[reason],
      at: origin.now,
    });
  }

  #addBills(propertyId: string, effects: ChargeEffects): void {
    const origins = new Map(
      effects.receipts.map(
        ({ receiptId, closedAt, charge }): [bigint, BillOrigin] => [
          receiptId,
          {
            closedAt: BigInt(closedAt),
            linesDigest: Buffer.from(charge.identity.linesDigest, "hex"),
          },
        ],
      ),
    );
    const numbers = new Map<bigint, bigint>();
    for (const bill of effects.bills) {
      const isNew = origins.has(bill.receiptId);
      const before =
        numbers.get(bill.receiptId) ??
        (isNew ? 0n : this.#kept.lastBillNo(propertyId, bill.receiptId)) ??
        0n;
      const billNo = before + 1n;
      numbers.set(bill.receiptId, billNo);
      const origin =
        origins.get(bill.receiptId) ??
        this.#kept.billOrigin(propertyId, bill.receiptId);
      if (origin === undefined) throw new Error("a bill without its receipt");
      this.#addBill(propertyId, bill, billNo, origin);
    }
  }

  #addBill(
    propertyId: string,
    bill: Bill,
    billNo: bigint,
    { closedAt, linesDigest }: BillOrigin,
  ): void {
    this.#rows.bills.add(
      propertyId,
      bill.receiptId,
      billNo,
      bill.cause,
      bill.folioId,
      bill.reservationId,
      bill.amount,
      bill.gratuity,
      bill.firstPostingId,
      bill.postingCount,
      closedAt,
      linesDigest,
    );
    this.#addToBalance(propertyId, bill.folioId, {
      balance: 0n,
      charged: bill.amount,
    });
    const lines = Buffer.from(linesDigest).toString("hex");
    this.#rows.mark([`${propertyId} ${lookAlikeMark(bill.folioId, lines)}`]);
  }

  #addToBalance(
    propertyId: string,
    folioId: string,
    change: { balance: bigint; charged: bigint },
  ): void {
    if (!folioId.startsWith(CLEARING_PREFIX))
      this.#rows.addToBalance({ propertyId, folioId }, change);
  }

  #addFlags(flags: readonly FlagChange[], origin: EffectsOrigin): void {
    let id = flags.length === 0 ? 0n : this.#ids.reserve(flags.length);
    for (const { subject, folioId, postingId, flag, action, detail } of flags) {
      const narrowing: SqlValue[] = [
        subject.type,
        folioId,
        postingId,
        flag,
        action,
        detail,
      ];
      this.#rows.flags.add(
        origin.charge.propertyId,
        subject.id,
        id,
        ...narrowing,
        origin.eventId,
        origin.now,
      );
      id += ID_STEP;
    }
  }

  #addLinks(links: readonly LinkChange[], origin: EffectsOrigin): void {
    let id = links.length === 0 ? 0n : this.#ids.reserve(links.length);
    for (const { kind, from, to, toType, action } of links) {
      this.#rows.links.add(
        origin.charge.propertyId,
        kind,
        from,
        id,
        toType,
        to,
        action,
        origin.eventId,
        origin.now,
      );
      id += ID_STEP;
    }
  }
}
