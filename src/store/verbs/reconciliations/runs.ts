import type {
  ClaimedReconciliation,
  HealedSale,
  Progress,
  ReconciliationRef,
  ReconciliationStep,
  StepTaken,
} from "../../../reconciliation/run.ts";
import type { DateRange } from "../../../reconciliation/stages.ts";
import { row, rows, run } from "../../steps.ts";
import type { Steps } from "../../steps.ts";
import { NotInStore } from "../../contract/errors.ts";
import type { IdempotencyConflict } from "../../contract/acts.ts";
import type {
  ClaimReconciliation,
  EndReconciliation,
  ReconciliationStarted,
  StartReconciliation,
} from "../../contract/reconciliations.ts";
import { once } from "../idempotency.ts";
import { lockProperties } from "../locks.ts";
import { readProperty } from "../properties.ts";
import { recordAct } from "../trail.ts";
import type { VerbContext } from "../verb-context.ts";
import { compareReceipts, compareRefunds } from "./compare-receipts.ts";
import type { PageCompared } from "./compare-receipts.ts";
import { compareSales } from "./compare-sales.ts";
import { forgetPiece } from "./forget.ts";
import { keepHealed } from "./heal-items.ts";

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

interface RunRow {
  propertyId: string;
  reconciliationId: bigint;
  from: string;
  to: string;
  locations: string;
  startedAt: bigint;
  stage: bigint;
  position: string;
  heals: bigint;
  startedBy: string | null;
}

/**
 * The oldest that nobody runs; `of`: only of this hotel and these dates, one that recovers as much, and that somebody asked
 * for: the schedule's recovers less.
 */
export function* claimReconciliation({
  of,
  lease,
}: ClaimReconciliation): Steps<ClaimedReconciliation | null> {
  const { holder, now, leaseMs } = lease;
  const wanted =
    of === null
      ? ""
      : "AND property_id = $2 AND from_date = $3 AND to_date = $4 AND heals = $5 AND started_by IS NOT NULL";
  const found = yield* row<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM reconciliations
     WHERE status = 'running' AND coalesce(lease_until, 0) <= $1 ${wanted} ORDER BY reconciliation_id LIMIT 1`,
    now,
    ...(of === null
      ? []
      : [of.propertyId, of.range.from, of.range.to, of.heals ? 1 : 0]),
  );
  if (found === undefined) return null;
  const taken = yield* run(
    `UPDATE reconciliations SET lease_holder = $1, lease_until = $2
     WHERE property_id = $3 AND reconciliation_id = $4 AND status = 'running' AND coalesce(lease_until, 0) <= $5`,
    holder,
    now + leaseMs,
    found.propertyId,
    found.reconciliationId,
    now,
  );
  return taken === 0 ? null : claimedOf(found);
}

const RUN_COLUMNS = `property_id AS "propertyId", reconciliation_id AS "reconciliationId", from_date AS "from",
  to_date AS "to", locations, started_at AS "startedAt", stage, position, heals, started_by AS "startedBy"`;

function claimedOf({
  from,
  to,
  locations,
  startedAt,
  stage,
  position,
  heals,
  startedBy,
  ...ref
}: RunRow): ClaimedReconciliation {
  return {
    ...ref,
    range: { from, to },
    locations: JSON.parse(locations) as string[],
    startedAt: Number(startedAt),
    heals: heals === 1n,
    isScheduled: startedBy === null,
    stage: Number(stage),
    position: JSON.parse(position) as unknown,
  };
}

/** Somebody may want to run one. */
export function* hasWaitingReconciliation(now: number): Steps<boolean> {
  const waiting = yield* row(
    "SELECT 1 FROM reconciliations WHERE status = 'running' AND coalesce(lease_until, 0) <= $1 LIMIT 1",
    now,
  );
  return waiting !== undefined;
}

/** A piece of work and where to go on after it: both or neither. */
export function* stepReconciliation(
  step: ReconciliationStep,
  context: VerbContext,
): Steps<StepTaken> {
  const { work } = step;
  const hasHealed = work.kind === "healed" && work.healed.length > 0;
  if (hasHealed) yield* lockProperties([step.propertyId]);
  if (!(yield* renewLease(step))) return { kind: "lost" };
  if (hasHealed) yield* recordHealed(step, work.healed, context);
  const { progress, missing } = yield* takeStep(step);
  yield* run(
    "UPDATE reconciliations SET stage = $1, position = $2 WHERE property_id = $3 AND reconciliation_id = $4",
    progress.stage,
    JSON.stringify(progress.position),
    step.propertyId,
    step.reconciliationId,
  );
  return { kind: "taken", progress, missing };
}

/** Waiting for Lightspeed may take longer than a lease. False: it is lost. */
export function* renewLease({
  propertyId,
  reconciliationId,
  holder,
  now,
  leaseMs,
}: Omit<ReconciliationStep, "progress" | "work">): Steps<boolean> {
  const renewed = yield* run(
    `UPDATE reconciliations SET lease_until = $1
     WHERE property_id = $2 AND reconciliation_id = $3 AND lease_holder = $4 AND status = 'running'`,
    now + leaseMs,
    propertyId,
    reconciliationId,
    holder,
  );
  return renewed > 0;
}

/** Nobody did it but the reconciliation; who started that is on the trail as well. */
function* recordHealed(
  { propertyId, reconciliationId }: ReconciliationRef,
  healed: readonly HealedSale[],
  context: VerbContext,
): Steps<void> {
  const posted = healed.filter(({ receiptId }) => receiptId !== null).length;
  const details = { posted, refused: healed.length - posted };
  const actor = {
    type: "reconciliation",
    name: String(reconciliationId),
  } as const;
  const act = { propertyId, actor, act: "reconciliation.recovered", details };
  yield* recordAct(act, context);
}

function* takeStep(step: ReconciliationStep): Steps<{
  progress: Progress;
  missing: string[];
}> {
  const { work } = step;
  const missing = work.kind === "sales" ? yield* compareSales(step, work) : [];
  return { progress: yield* progressAfter(step), missing };
}

function* progressAfter({
  progress,
  work,
  ...ref
}: ReconciliationStep): Steps<Progress> {
  const next = { stage: progress.stage + 1, position: null };
  switch (work.kind) {
    case "healed":
      yield* keepHealed(ref, work.healed);
      return yield* afterPage(ref, progress, work.pageDone);
    case "pass":
      return next;
    case "day":
      yield* keepDay(ref, { ...work, failure: null });
      return next;
    case "unread":
      for (const businessDate of work.businessDates)
        yield* keepDay(ref, { ...work, businessDate, dataComplete: false });
      return next;
    case "sales":
      return yield* afterPage(ref, progress, work.pageDone, work.isAround);
    case "receipts":
    case "refunds": {
      const compare =
        work.kind === "receipts" ? compareReceipts : compareRefunds;
      const page: PageCompared = yield* compare(
        ref,
        work.scope,
        progress.position,
      );
      yield* countRead(ref, "receipts_read", page.read);
      return page.next === null ? next : { ...progress, position: page.next };
    }
    case "forget":
      return (yield* forgetPiece(ref)) ? next : progress;
  }
}

/** What is read around the dates is not counted. */
function* afterPage(
  ref: ReconciliationRef,
  progress: Progress,
  pageDone: { next: Progress; sales: number } | null,
  isAround = false,
): Steps<Progress> {
  if (pageDone === null) return progress;
  if (!isAround) yield* countRead(ref, "sales_read", pageDone.sales);
  return pageDone.next;
}

function* keepDay(
  { propertyId, reconciliationId }: ReconciliationRef,
  day: {
    businessLocationId: string;
    businessDate: string;
    dataComplete: boolean;
    failure: string | null;
  },
): Steps<void> {
  yield* run(
    `INSERT INTO reconciliation_days (property_id, reconciliation_id, business_location_id, business_date, data_complete, failure)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (property_id, reconciliation_id, business_location_id, business_date)
     DO UPDATE SET data_complete = excluded.data_complete, failure = excluded.failure`,
    propertyId,
    reconciliationId,
    day.businessLocationId,
    day.businessDate,
    day.dataComplete ? 1 : 0,
    day.failure,
  );
}

function* countRead(
  { propertyId, reconciliationId }: ReconciliationRef,
  column: "sales_read" | "receipts_read",
  read: number,
): Steps<void> {
  yield* run(
    `UPDATE reconciliations SET ${column} = ${column} + $1 WHERE property_id = $2 AND reconciliation_id = $3`,
    read,
    propertyId,
    reconciliationId,
  );
}

/**
 * Complete if Lightspeed has all of every date, failed if no location could be read. False: it is another's by now.
 */
export function* endReconciliation(
  { propertyId, reconciliationId, holder, failure }: EndReconciliation,
  { now }: VerbContext,
): Steps<boolean> {
  const days = yield* rows<{ failure: string | null; dataComplete: bigint }>(
    `SELECT DISTINCT failure, business_location_id, data_complete AS "dataComplete" FROM reconciliation_days
     WHERE property_id = $1 AND reconciliation_id = $2 ORDER BY business_location_id`,
    propertyId,
    reconciliationId,
  );
  const isAnyRead =
    days.length === 0 || days.some((day) => day.failure === null);
  const isComplete = days.every((day) => day.dataComplete === 1n);
  const unread = [...new Set(days.flatMap((day) => day.failure ?? []))];
  const status = isComplete ? "complete" : isAnyRead ? "incomplete" : "failed";
  const ended = yield* run(
    `UPDATE reconciliations SET status = $1, failure = $2, finished_at = $3, lease_holder = NULL, lease_until = NULL
     WHERE property_id = $4 AND reconciliation_id = $5 AND lease_holder = $6 AND status = 'running'`,
    failure === null ? status : "failed",
    failure ?? (unread.length === 0 ? null : unread.join(" ")),
    now,
    propertyId,
    reconciliationId,
    holder,
  );
  return ended > 0;
}

/** Others may go on with it at once. */
export function* releaseReconciliation({
  propertyId,
  reconciliationId,
  holder,
}: ReconciliationRef & { holder: string }): Steps<void> {
  yield* run(
    `UPDATE reconciliations SET lease_holder = NULL, lease_until = NULL
     WHERE property_id = $1 AND reconciliation_id = $2 AND lease_holder = $3`,
    propertyId,
    reconciliationId,
    holder,
  );
}
