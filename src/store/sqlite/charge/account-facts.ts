import { CLEARING_PREFIX } from "../../../properties/property.ts";
import type { Account } from "../../../reservations/reservation.ts";
import { creditLeftOf } from "../../account-rows.ts";
import type { AccountRow } from "../../account-rows.ts";
import type { Connection } from "../connection.ts";
import type { PendingRows } from "../pending-rows.ts";

/** Reservations and named house accounts as payers. */
export class AccountReader {
  readonly #rows: PendingRows;
  readonly #reservation;
  readonly #houseAccount;

  constructor(db: Connection, rows: PendingRows) {
    this.#rows = rows;
    this.#reservation = db.prepare<[string, string], AccountRow>(
      `SELECT a.status, a.blocked, ${creditLeftOf("a.reservation_id")} AS creditLeft FROM reservations a
       WHERE a.property_id = ? AND a.reservation_id = ?`,
    );
    // A house account the hotel has no more takes credits like a guest who has left.
    this.#houseAccount = db.prepare<[string, string], AccountRow>(
      `SELECT CASE a.retired WHEN 0 THEN 'in-house' ELSE 'checked-out' END AS status, a.blocked,
         ${creditLeftOf("a.folio_id")} AS creditLeft FROM house_accounts a
       WHERE a.property_id = ? AND a.folio_id = ?`,
    );
  }

  /** Those of the ids that are known; clearing accounts are none. */
  read(propertyId: string, ids: ReadonlySet<string>): Map<string, Account> {
    const accounts = new Map<string, Account>();
    for (const folioId of ids) {
      const account = folioId.startsWith(CLEARING_PREFIX)
        ? null
        : this.one(propertyId, folioId);
      if (account !== null) accounts.set(folioId, account);
    }
    return accounts;
  }

  one(propertyId: string, folioId: string): Account | null {
    const reservation = this.#reservation.get(propertyId, folioId);
    const row = reservation ?? this.#houseAccount.get(propertyId, folioId);
    if (row === undefined) return null;
    return {
      folioId,
      type: reservation === undefined ? "house-account" : "reservation",
      status: row.status,
      blocked: row.blocked === 1n,
      creditLeft:
        row.creditLeft === null
          ? null
          : row.creditLeft - this.#rows.chargedOf(propertyId, folioId),
    };
  }
}
