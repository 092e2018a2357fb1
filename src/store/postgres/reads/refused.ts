import { idOf } from "../../numbers.ts";
import { REFUSED_COLUMNS, refusedViewOf } from "../../refused-rows.ts";
import type { RefusedRow } from "../../refused-rows.ts";
import type { RefusedView } from "../../store.ts";
import type { Sql } from "../connection/sql.ts";
import { standingFlagNames } from "../standing-flags.ts";

export async function readRefused(
  sql: Sql,
  propertyId: string,
  reference: string,
): Promise<RefusedView | null> {
  const id = idOf(reference);
  if (id === null) return null;
  const rows = await sql.rows<RefusedRow>(
    `SELECT ${REFUSED_COLUMNS} FROM refused_receipts r WHERE r.property_id = $1 AND r.refused_id = $2`,
    propertyId,
    id,
  );
  return (await refusedViews(sql, propertyId, rows))[0] ?? null;
}

/** With what stands about them. */
export async function refusedViews(
  sql: Sql,
  propertyId: string,
  rows: readonly RefusedRow[],
): Promise<RefusedView[]> {
  const ids = rows.map((row) => row.refusedId);
  const flags = await standingFlagNames(sql, propertyId, ids);
  return rows.map((row) => refusedViewOf(row, flags.get(row.refusedId) ?? []));
}
