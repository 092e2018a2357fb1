import type {
  Charge,
  ChargeEffects,
  IdSource,
  NewReceipt,
  NewRefused,
} from "../folios/charge-decision.ts";
import { identityValues, marksOf } from "./charge-identity.ts";
import { documentsOf } from "./documents.ts";
import type { ChargeDocuments } from "./documents.ts";
import { REFUSAL_STATUS } from "../folios/refusal-status.ts";
import { BooksWriter } from "./keep-books.ts";
import type { BooksTarget } from "./keep-books.ts";
import { addRefusedCharge, openRefused } from "./keep-refused.ts";
import type { RefusedTarget } from "./keep-refused.ts";
import type { SqlValue } from "./sql-value.ts";

/** Where the rows of a decision go: an engine inserts them when and how it likes, in the order of its columns. */
export interface EffectsTarget {
  rows: Record<
    "receipts" | "bodies" | "identities",
    { add(...row: SqlValue[]): void }
  > &
    BooksTarget["rows"];
  refused: RefusedTarget;
  ids: IdSource;
  /** What is kept about rows the decision adds to, as the transaction sees it. */
  kept: BooksTarget["kept"] & {
    /** The uses of an identity's value so far. */
    occurrences(
      propertyId: string,
      kind: string,
      value: string,
    ): Iterable<bigint>;
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

/** Turns what a decision answers into rows. */
export class EffectsWriter {
  readonly #rows: EffectsTarget["rows"];
  readonly #books: BooksWriter;
  readonly #refused: RefusedTarget;
  readonly #kept: EffectsTarget["kept"];
  readonly #claimed = new Map<string, bigint>();

  constructor(target: EffectsTarget) {
    this.#rows = target.rows;
    this.#books = new BooksWriter(target);
    this.#refused = target.refused;
    this.#kept = target.kept;
  }

  write(effects: ChargeEffects, origin: EffectsOrigin): void {
    const { propertyId } = origin.charge;
    this.#claimed.clear();
    for (const receipt of effects.receipts) this.#addReceipt(receipt, origin);
    for (const refused of effects.refused) this.#addRefused(refused, origin);
    for (const { refusedId, reason } of effects.attempts) {
      this.#refused.addAttempt(propertyId, refusedId, {
        reason,
        httpStatus: REFUSAL_STATUS[reason],
        at: origin.now,
      });
    }
    const { eventId, now } = origin;
    this.#books.write(effects, { propertyId, eventId, now });
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
      httpStatus: charge.recovered ? null : REFUSAL_STATUS[reason],
      at: origin.now,
    });
  }
}
