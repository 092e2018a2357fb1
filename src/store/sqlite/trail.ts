import type { Connection } from "./connection.ts";
import type { Act } from "../trail-row.ts";
import { TRAIL_COLUMNS, trailRow } from "../trail-row.ts";
import type { SqlValue } from "../sql-value.ts";

/** Every act of a person or program, one hash chain per property: each row's hash covers the one before. */
export class Trail {
  readonly #key: Uint8Array;
  readonly #head;
  readonly #insert;

  constructor(db: Connection, key: Uint8Array) {
    this.#key = key;
    this.#head = db.prepare<[string], { seq: bigint; hash: Uint8Array }>(
      "SELECT seq, hash FROM trail WHERE property_id = ? ORDER BY seq DESC LIMIT 1",
    );
    this.#insert = db.prepare<SqlValue[]>(
      `INSERT INTO trail (${TRAIL_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  record(act: Act): void {
    const head = this.#head.get(act.propertyId);
    const row = trailRow(act, head, this.#key);
    this.#insert.run(...row);
  }
}
