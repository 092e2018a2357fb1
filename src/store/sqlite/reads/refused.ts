import type { RefusedView } from "../../store.ts";
import type { Connection } from "../connection.ts";
import { StandingFlags } from "../standing-flags.ts";
import { idOf } from "../../numbers.ts";
import { REFUSED_COLUMNS, refusedViewOf } from "../../refused-rows.ts";
import type { RefusedRow } from "../../refused-rows.ts";

/** Refused receipts with what stands about them. */
export class RefusedReader {
  readonly #flags: StandingFlags;
  readonly #byId;

  constructor(db: Connection) {
    this.#flags = new StandingFlags(db);
    this.#byId = db.prepare<[string, bigint], RefusedRow>(
      `SELECT ${REFUSED_COLUMNS} FROM refused_receipts r WHERE r.property_id = ? AND r.refused_id = ?`,
    );
  }

  one(propertyId: string, reference: string): RefusedView | null {
    const id = idOf(reference);
    const row = id === null ? undefined : this.#byId.get(propertyId, id);
    return row === undefined ? null : this.views(propertyId, [row])[0]!;
  }

  views(propertyId: string, rows: readonly RefusedRow[]): RefusedView[] {
    const flags = this.#flags.namesOf(
      propertyId,
      rows.map((row) => row.refusedId),
    );
    return rows.map((row) =>
      refusedViewOf(row, flags.get(row.refusedId) ?? []),
    );
  }
}
