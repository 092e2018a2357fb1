import type { Connection } from "./connection.ts";
import type { SqlValue } from "../sql-value.ts";
import type { StandingFlag, FlagRow } from "../flag-rows.ts";
import { standingOf, flagNames } from "../flag-rows.ts";

/**
 * The flags that stand on receipts and refused receipts: of each subject, folio, posting and flag the latest row, if it
 * raised it. In the order they were raised.
 */
export class StandingFlags {
  readonly #rows;

  constructor(db: Connection) {
    this.#rows = db.prepare<SqlValue[], FlagRow>(
      `SELECT f.subject_id AS subjectId, f.folio_id AS folioId, f.posting_id AS postingId, f.flag, f.action FROM flags f
       WHERE f.property_id = ? AND f.subject_id IN (SELECT value FROM json_each(?)) ORDER BY f.subject_id, f.flag_id`,
    );
  }

  of(propertyId: string, subjectIds: readonly bigint[]): StandingFlag[] {
    if (subjectIds.length === 0) return [];
    return standingOf(this.#rows.all(propertyId, `[${subjectIds.join(",")}]`));
  }

  /** Names by subject, each once. */
  namesOf(
    propertyId: string,
    subjectIds: readonly bigint[],
  ): Map<bigint, string[]> {
    return flagNames(this.of(propertyId, subjectIds));
  }
}
