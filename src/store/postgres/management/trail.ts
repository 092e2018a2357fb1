import { TRAIL_COLUMNS, trailRow } from "../../trail-row.ts";
import type { Act } from "../../trail-row.ts";
import type { Sql } from "../connection/sql.ts";
import type { WriteContext } from "../write-context.ts";

/**
 * Adds an act to its hotel's hash chain. Whoever acts holds the hotel's row, so two acts never follow the same one; if
 * they did, the key would refuse the second.
 */
export async function recordAct(
  sql: Sql,
  act: Omit<Act, "at">,
  context: WriteContext,
): Promise<void> {
  const head = await sql.row<{ seq: bigint; hash: Buffer }>(
    "SELECT seq, hash FROM trail WHERE property_id = $1 ORDER BY seq DESC LIMIT 1",
    act.propertyId,
  );
  const row = trailRow({ ...act, at: context.now() }, head, context.trailKey);
  await sql.run(
    `INSERT INTO trail (${TRAIL_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    ...row,
  );
}
