import type {
  ChargeEffects,
  FlagChange,
  IdSource,
  LinkChange,
} from "../folios/charge-decision.ts";
import { ID_STEP } from "../folios/charge-decision.ts";
import { isFirstPosting } from "../folios/posting.ts";
import type { Bill } from "../folios/posting.ts";
import type { RefundChange } from "../folios/refund.ts";
import type { DayTotals } from "../night-audit/day-totals.ts";
import { isClearingAccount } from "../properties/property.ts";
import { lookAlikeMark } from "./charge-identity.ts";
import { postingRow } from "./posting-rows.ts";
import type { SqlValue } from "./sql-value.ts";

/** Where rows of the books go: an engine inserts them when and how it likes, in the order of its columns. */
export interface BooksTarget {
  rows: Record<
    "bills" | "postings" | "flags" | "links" | "refundStates",
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
  ids: IdSource;
  /** What is kept about rows that are added to, as the transaction sees it. */
  kept: {
    lastBillNo(propertyId: string, receiptId: bigint): bigint | null;
    billOrigin(propertyId: string, receiptId: bigint): BillOrigin | undefined;
  };
}

/** What a bill has from its receipt. */
export interface BillOrigin {
  closedAt: bigint;
  linesDigest: Uint8Array;
}

export interface BooksOrigin {
  propertyId: string;
  /** The receipt, refused receipt or refund that causes it all. */
  eventId: bigint;
  now: number;
}

/** What a decision writes into the books, whoever took it. */
type BookEffects = Pick<
  ChargeEffects,
  "receipts" | "bills" | "postings" | "flags" | "links" | "refundChanges"
>;

/** Turns bills, postings and what is said about them into rows, and keeps the balances of folios. */
export class BooksWriter {
  readonly #rows: BooksTarget["rows"];
  readonly #ids: IdSource;
  readonly #kept: BooksTarget["kept"];

  constructor({ rows, ids, kept }: BooksTarget) {
    this.#rows = rows;
    this.#ids = ids;
    this.#kept = kept;
  }

  write(effects: BookEffects, origin: BooksOrigin): void {
    const { propertyId } = origin;
    this.#addToDays(propertyId, effects);
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
    this.#addRefundStates(effects.refundChanges, origin);
  }

  #addToDays(propertyId: string, effects: BookEffects): void {
    const { days } = this.#rows;
    // What moves to another folio is the credit of a reversal.
    const sales = new Set<bigint>();
    for (const { receiptId, charge, businessDate } of effects.receipts) {
      const { kind, lines } = charge.totalled;
      const isPosted = effects.bills.some(
        (bill) => bill.receiptId === receiptId && isFirstPosting(bill.cause),
      );
      days.of(propertyId, businessDate).addReceipt({ kind, lines, isPosted });
      if (kind === "sale") sales.add(receiptId);
    }
    for (const posting of effects.postings)
      days
        .of(propertyId, posting.businessDate)
        .addPosting(posting, !sales.has(posting.receiptId));
  }

  #addBills(propertyId: string, effects: BookEffects): void {
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
    if (!isClearingAccount(folioId))
      this.#rows.addToBalance({ propertyId, folioId }, change);
  }

  #addFlags(flags: readonly FlagChange[], origin: BooksOrigin): void {
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
        origin.propertyId,
        subject.id,
        id,
        ...narrowing,
        origin.eventId,
        origin.now,
      );
      id += ID_STEP;
    }
  }

  #addLinks(links: readonly LinkChange[], origin: BooksOrigin): void {
    let id = links.length === 0 ? 0n : this.#ids.reserve(links.length);
    for (const { kind, from, to, toType, action } of links) {
      this.#rows.links.add(
        origin.propertyId,
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

  #addRefundStates(
    changes: readonly RefundChange[],
    { propertyId, eventId, now }: BooksOrigin,
  ): void {
    for (const { refundId, stateNo, status, overRefunded } of changes)
      this.#rows.refundStates.add(
        propertyId,
        refundId,
        stateNo,
        status,
        overRefunded,
        eventId,
        now,
      );
  }
}
