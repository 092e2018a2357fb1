import { standingOf } from "../flag-rows.ts";
import type { FlagRow, StandingFlag } from "../flag-rows.ts";
import { arrayLiteral } from "./connection/array-literal.ts";
import type { Sql } from "./connection/sql.ts";

/** The flags that stand on receipts and refused receipts, in the order they were raised. */
export async function standingFlags(
  sql: Sql,
  subjects: { propertyIds: readonly string[]; ids: readonly bigint[] },
): Promise<StandingFlag[]> {
  if (subjects.ids.length === 0) return [];
  const rows = await sql.rows<FlagRow>(
    `SELECT f.subject_id AS "subjectId", f.folio_id AS "folioId", f.posting_id AS "postingId", f.flag, f.action
     FROM unnest($1::text[], $2::bigint[]) AS s(property_id, subject_id)
     JOIN flags f ON f.property_id = s.property_id AND f.subject_id = s.subject_id
     ORDER BY f.subject_id, f.flag_id`,
    arrayLiteral(subjects.propertyIds),
    arrayLiteral(subjects.ids),
  );
  return standingOf(rows);
}
