import type { ReconciliationRef, RunLease } from "../../reconciliation/run.ts";
import type { DateRange } from "../../reconciliation/stages.ts";
import type { Actor, Idempotency } from "./acts.ts";

export interface StartReconciliation {
  /** Null: the schedule. */
  actor: Actor | null;
  propertyId: string;
  range: DateRange;
  /** Not where one of these dates is complete, runs, or was started after this moment; null: in any case. */
  unlessSince: number | null;
  /** What is missing here is recovered. */
  heals: boolean;
  idempotency: Idempotency | null;
}

export type ReconciliationStarted =
  | { kind: "started"; reconciliationId: bigint; replayed: boolean }
  /** No business location has access to Lightspeed. */
  | { kind: "not-set-up" }
  | { kind: "not-due" };

export interface ClaimReconciliation {
  /** What a person asked for and nobody runs; null: any. */
  of: { propertyId: string; range: DateRange; heals: boolean } | null;
  lease: RunLease;
}

export interface EndReconciliation extends ReconciliationRef {
  holder: string;
  /** Why nothing could be done; null: it was, but for locations that could not be read. */
  failure: string | null;
}
