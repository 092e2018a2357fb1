import type {
  HealedSale,
  Progress,
  ReconciliationRef,
  ReconciliationStep,
  StepTaken,
} from "../../../reconciliation/run.ts";
import { rows, run } from "../../steps.ts";
import type { Steps } from "../../steps.ts";
import type { EndReconciliation } from "../../contract/reconciliations.ts";
import { lockProperties } from "../locks.ts";
import { recordAct } from "../trail.ts";
import type { VerbContext } from "../verb-context.ts";
import { compareReceipts, compareRefunds } from "./compare-receipts.ts";
import type { PageCompared } from "./compare-receipts.ts";
import { compareSales } from "./compare-sales.ts";
import { forgetPiece } from "./forget.ts";
import { keepHealed } from "./heal-items.ts";
import { renewLease } from "./lease-run.ts";

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
