import { firstIdAt } from "../ids.ts";
import type { Database } from "./connection/database.ts";

const ROWS_AT_ONCE = 500;
/** Nobody holds a lock for so long; it is taken anew when it is needed again. */
const LOCKS_KEPT_MS = 3_600_000;

/**
 * Forgets what tills sent after its time, a little at once. Digests and postings stay. Instances that do so at a time take
 * other rows each.
 */
export async function expireBodies(
  database: Database,
  before: number,
): Promise<void> {
  for (const [table, id] of [
    ["receipt_bodies", "receipt_id"],
    ["refused_bodies", "refused_id"],
  ] as const) {
    await inSteps(
      database,
      `DELETE FROM ${table} WHERE (property_id, ${id}) IN (SELECT b.property_id, b.${id} FROM properties p
         CROSS JOIN LATERAL (SELECT t.property_id, t.${id} FROM ${table} t
           WHERE t.property_id = p.property_id AND t.${id} < $1 ORDER BY t.${id} LIMIT $2
           FOR UPDATE SKIP LOCKED) b LIMIT $2)`,
      firstIdAt(before),
    );
  }
}

/** Forgets answers that were kept for repeats of a request. */
export async function expireAnswers(
  database: Database,
  before: number,
): Promise<void> {
  await inSteps(
    database,
    `DELETE FROM idempotent_requests WHERE (property_id, act, idempotency_key) IN
       (SELECT property_id, act, idempotency_key FROM idempotent_requests WHERE at < $1 ORDER BY at LIMIT $2
        FOR UPDATE SKIP LOCKED)`,
    before,
  );
}

/** Rows that were only there to be locked. */
export async function forgetLocks(
  database: Database,
  now: number,
): Promise<void> {
  await inSteps(
    database,
    `DELETE FROM charge_locks WHERE (property_id, name) IN
       (SELECT property_id, name FROM charge_locks WHERE taken_at < $1 ORDER BY taken_at LIMIT $2
        FOR UPDATE SKIP LOCKED)`,
    now - LOCKS_KEPT_MS,
  );
}

async function inSteps(
  database: Database,
  statement: string,
  before: bigint | number,
): Promise<void> {
  let rows = ROWS_AT_ONCE;
  while (rows === ROWS_AT_ONCE)
    rows = await database.write((sql) =>
      sql.run(statement, before, ROWS_AT_ONCE),
    );
}
