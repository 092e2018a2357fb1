import type {
  ClaimedReconciliation,
  ReconciliationRef,
  ReconciliationStep,
} from "../../../reconciliation/run.ts";
import { row, run } from "../../steps.ts";
import type { Steps } from "../../steps.ts";
import type { ClaimReconciliation } from "../../contract/reconciliations.ts";

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
