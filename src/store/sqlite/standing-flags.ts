import type { Connection, SqlValue } from "./connection.ts";

export interface StandingFlag {
  subjectId: bigint;
  /** Narrower than the subject: one folio's bill, or one posting. */
  folioId: string | null;
  postingId: bigint | null;
  flag: string;
}

/**
 * The flags that stand on receipts and refused receipts: of each subject, folio, posting and flag the latest row, if it
 * raised it. In the order they were raised.
 */
export class StandingFlags {
  readonly #rows;

  constructor(db: Connection) {
    this.#rows = db.prepare<SqlValue[], StandingFlag & { action: string }>(
      `SELECT f.subject_id AS subjectId, f.folio_id AS folioId, f.posting_id AS postingId, f.flag, f.action FROM flags f
       WHERE f.property_id = ? AND f.subject_id IN (SELECT value FROM json_each(?)) ORDER BY f.subject_id, f.flag_id`,
    );
  }

  of(propertyId: string, subjectIds: readonly bigint[]): StandingFlag[] {
    if (subjectIds.length === 0) return [];
    const standing = new Map<string, StandingFlag>();
    for (const { action, ...flag } of this.#rows.all(
      propertyId,
      `[${subjectIds.join(",")}]`,
    )) {
      const key = `${flag.subjectId} ${flag.postingId ?? ""} ${flag.flag} ${flag.folioId ?? ""}`;
      if (action === "raised") standing.set(key, flag);
      else standing.delete(key);
    }
    return [...standing.values()];
  }

  /** Names by subject, each once. */
  namesOf(
    propertyId: string,
    subjectIds: readonly bigint[],
  ): Map<bigint, string[]> {
    const names = new Map<bigint, string[]>();
    for (const { subjectId, flag } of this.of(propertyId, subjectIds)) {
      const known = names.get(subjectId);
      if (known === undefined) names.set(subjectId, [flag]);
      else if (!known.includes(flag)) known.push(flag);
    }
    return names;
  }
}
