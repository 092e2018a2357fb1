import type { DateRange } from "../../../reconciliation/stages.ts";
import { row, rows, run } from "../../steps.ts";
import type { Steps } from "../../steps.ts";
import { NotInStore } from "../../contract/errors.ts";
import type { IdempotencyConflict } from "../../contract/acts.ts";
import type {
  ReconciliationStarted,
  StartReconciliation,
} from "../../contract/reconciliations.ts";
import { once } from "../idempotency.ts";
import { lockProperties } from "../locks.ts";
import { readProperty } from "../properties.ts";
import { recordAct } from "../trail.ts";
import type { VerbContext } from "../verb-context.ts";

/** It waits to be run until somebody claims it. */
export function* startReconciliation(
  request: StartReconciliation,
  context: VerbContext,
): Steps<ReconciliationStarted | IdempotencyConflict> {
  const { propertyId, idempotency } = request;
  yield* lockProperties([propertyId]);
  if ((yield* readProperty(propertyId)) === null)
    throw new NotInStore("property");
  const started = yield* once(
    { propertyId, act: "start-reconciliation", idempotency },
    start(request, context),
    context,
  );
  return started.kind === "done" ? { ...started, kind: "started" } : started;
}

function* start(
  { propertyId, range, actor, unlessSince, heals }: StartReconciliation,
  context: VerbContext,
): Steps<
  | { kind: "done"; reconciliationId: bigint }
  | { kind: "not-set-up" }
  | { kind: "not-due" }
> {
  const locations = yield* comparableLocations(propertyId);
  if (locations.length === 0) return { kind: "not-set-up" };
  if (unlessSince !== null && !(yield* isDue(propertyId, range, unlessSince)))
    return { kind: "not-due" };
  const reconciliationId = context.ids.one();
  yield* run(
    `INSERT INTO reconciliations (property_id, reconciliation_id, from_date, to_date, status, started_by, started_at,
       locations, stage, position, sales_read, receipts_read, heals)
     VALUES ($1, $2, $3, $4, 'running', $5, $6, $7, 0, 'null', 0, 0, $8)`,
    propertyId,
    reconciliationId,
    range.from,
    range.to,
    actor === null ? null : actor.name,
    context.now,
    JSON.stringify(locations),
    heals ? 1 : 0,
  );
  if (actor !== null) {
    const details = {
      reconciliationId: String(reconciliationId),
      ...range,
      dryRun: !heals,
    };
    const act = { propertyId, actor, act: "reconciliation.started", details };
    yield* recordAct(act, context);
  }
  return { kind: "done", reconciliationId };
}

/** Those whose sales can be read. */
function* comparableLocations(propertyId: string): Steps<string[]> {
  const found = yield* rows<{ id: string }>(
    `SELECT a.business_location_id AS id FROM lightspeed_accounts a
     JOIN business_locations o ON o.property_id = a.property_id AND o.business_location_id = a.business_location_id
     WHERE a.property_id = $1 AND o.retired = 0 ORDER BY o.position, o.business_location_id`,
    propertyId,
  );
  return found.map(({ id }) => id);
}

/** Neither complete, nor running, nor tried since; what only compared does not count. */
function* isDue(
  propertyId: string,
  { from, to }: DateRange,
  since: number,
): Steps<boolean> {
  const done = yield* row(
    `SELECT 1 FROM reconciliations WHERE property_id = $1 AND from_date = $2 AND to_date = $3 AND heals = 1
       AND (status IN ('running', 'complete') OR started_at > $4) LIMIT 1`,
    propertyId,
    from,
    to,
    since,
  );
  return done === undefined;
}
