import type { UnreadableRequest } from "../contract/refused-receipts.ts";
import { refusedKeyOf } from "../charge-identity.ts";
import { keepNewUnreadable, unreadableKey } from "../unreadable-rows.ts";
import { ChargeRows } from "./charge/charge-rows.ts";
import type { Sql } from "./connection/sql.ts";
import { runSteps } from "./run-steps.ts";
import { GATES } from "../verbs/locks.ts";
import { readProperty } from "../verbs/properties.ts";
import type { WriteContext } from "./write-context.ts";

/**
 * Keeps what could not be read as a refused receipt without money. Its business date is not closed meanwhile. Where the same bytes come twice at once, a key
 * refuses the second, which then finds the first.
 */
export async function keepUnreadable(
  sql: Sql,
  request: UnreadableRequest,
  context: WriteContext,
): Promise<{ refusedId: bigint | null }> {
  const { propertyId, body } = request;
  const { ids } = context;
  const at = context.now();
  ids.setNow(at);
  const refusedId = ids.one();
  const { charge } = request;
  const key =
    charge === null
      ? unreadableKey(request, body, refusedId)
      : refusedKeyOf(charge);
  const rows = new ChargeRows();
  const gate = Math.floor(Math.random() * GATES);
  await sql.run(
    "SELECT gate FROM charge_gates WHERE property_id = $1 AND gate = $2 FOR UPDATE",
    propertyId,
    gate,
  );
  const known = await sql.row<{ refusedId: bigint; status: string }>(
    `SELECT r.refused_id AS "refusedId", s.status FROM refused_receipts r
     JOIN refused_states s ON s.property_id = r.property_id AND s.refused_id = r.refused_id
     WHERE r.property_id = $1 AND r.refused_key = $2 ORDER BY s.state_no DESC LIMIT 1`,
    propertyId,
    key,
  );
  if (known === undefined) {
    if (!(await fitsQuota(sql, request))) return { refusedId: null };
    const hotel = (await runSteps(sql, readProperty(propertyId)))!;
    const kept = { refusedId, key, body };
    keepNewUnreadable(rows, request, kept, { ...hotel, now: at });
  } else {
    rows.addAttempt(propertyId, known.refusedId, { ...request, at });
    if (known.status === "dismissed")
      rows.addState(propertyId, known.refusedId, {
        status: "open",
        reason: "refused-again",
        receiptId: null,
        eventId: known.refusedId,
        at,
      });
  }
  await rows.insert(sql, gate);
  return { refusedId: known?.refusedId ?? refusedId };
}

async function fitsQuota(
  sql: Sql,
  request: UnreadableRequest,
): Promise<boolean> {
  const { keptPerDayMax } = request;
  if (keptPerDayMax === null) return true;
  if (keptPerDayMax < 1) return false;
  const day = new Date(request.receivedAt).toISOString().slice(0, 10);
  const kept = await sql.row(
    `INSERT INTO refused_quotas (property_id, business_location_id, reason, day, kept) VALUES ($1, $2, $3, $4, 1)
     ON CONFLICT (property_id, business_location_id, reason, day) DO UPDATE SET kept = refused_quotas.kept + 1
     WHERE refused_quotas.kept < $5 RETURNING kept`,
    request.propertyId,
    request.businessLocationId,
    request.reason,
    day,
    keptPerDayMax,
  );
  return kept !== undefined;
}
