import { flagNames, standingOf } from "../flag-rows.ts";
import type { FlagRow, StandingFlag } from "../flag-rows.ts";
import { chunks, places, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";

/** The flags that stand on receipts and refused receipts, in the order they were raised. */
export function* standingFlags(
  propertyId: string,
  subjectIds: readonly bigint[],
): Steps<StandingFlag[]> {
  const found: FlagRow[] = [];
  for (const ids of chunks(subjectIds)) {
    const some = yield* rows<FlagRow>(
      `SELECT f.subject_id AS "subjectId", f.folio_id AS "folioId", f.posting_id AS "postingId", f.flag, f.action
       FROM flags f WHERE f.property_id = $1 AND f.subject_id IN (${places(ids.length, 1)})
       ORDER BY f.subject_id, f.flag_id`,
      propertyId,
      ...ids,
    );
    for (const flag of some) found.push(flag);
  }
  return standingOf(found);
}

/** Names by subject, each once. */
export function* standingFlagNames(
  propertyId: string,
  subjectIds: readonly bigint[],
): Steps<Map<bigint, string[]>> {
  return flagNames(yield* standingFlags(propertyId, subjectIds));
}
