import type { DayRules } from "../properties/business-date.ts";
import type { ComparedLocation, ComparedSale, Outcome } from "./comparison.ts";
import type { TotalRow } from "./reconciliation-totals.ts";
import type { DateRange } from "./stages.ts";

export interface ReconciliationRef {
  propertyId: string;
  reconciliationId: bigint;
}

/** Where to go on: a stage by its number, and how far in it; null: at its beginning. */
export interface Progress {
  stage: number;
  /** JSON. */
  position: unknown;
}

/** A reconciliation to be gone on with, by who holds its lease. */
export interface ClaimedReconciliation extends ReconciliationRef, Progress {
  range: DateRange;
  /** Ids of the business locations that are compared. */
  locations: string[];
  /** Milliseconds UTC. */
  startedAt: number;
  /** What is missing here is recovered. */
  heals: boolean;
  /** Nobody asked for it. */
  isScheduled: boolean;
}

/** By whom it is run, and how long nobody else may. */
export interface RunLease {
  holder: string;
  /** Milliseconds UTC, by the clock of who asks, as is `leaseMs` later. */
  now: number;
  leaseMs: number;
}

/** What is compared. */
export interface ComparedScope {
  range: DateRange;
  rules: DayRules;
  /** The end of the range, or when its sales were read where it was not over; milliseconds UTC. */
  until: number;
  locations: ComparedLocation[];
}

/** A piece of a stage; kept in one transaction together with where to go on. */
export type StageWork =
  | {
      kind: "day";
      businessLocationId: string;
      businessDate: string;
      dataComplete: boolean;
    }
  /** Lightspeed gives no answer about a location: nothing of these dates is proved of it. */
  | {
      kind: "unread";
      businessLocationId: string;
      businessDates: string[];
      failure: string;
    }
  | {
      kind: "sales";
      scope: ComparedScope;
      location: ComparedLocation;
      isAround: boolean;
      /** Of sales closed in it, it is told which are to be recovered; null: of none. */
      heals: HealedPeriod | null;
      sales: ComparedSale[];
      /** With the last of a page: where to go on, and how many it had. Null: more of the same page follows. */
      pageDone: { next: Progress; sales: number } | null;
    }
  | {
      kind: "healed";
      healed: HealedSale[];
      pageDone: { next: Progress; sales: number } | null;
    }
  | { kind: "receipts" | "refunds"; scope: ComparedScope }
  | { kind: "forget" }
  /** Nothing to do in this stage. */
  | { kind: "pass" };

/** Milliseconds UTC: from the first instant on and before the second. */
export interface HealedPeriod {
  since: number;
  before: number;
}

/** What became of a sale that was missing: one of both. */
export interface HealedSale {
  key: string;
  receiptId: bigint | null;
  refusedId: bigint | null;
}

export interface ReconciliationStep extends ReconciliationRef, RunLease {
  progress: Progress;
  work: StageWork;
}

/** `lost`: another process runs it, or it has ended. */
export type StepTaken =
  | {
      kind: "taken";
      progress: Progress;
      /** Keys of the sales that are to be recovered. */
      missing: string[];
    }
  | { kind: "lost" };

export type ReconciliationStatus =
  | "running"
  /** Lightspeed said of every date and location that it has all. */
  | "complete"
  /** Lightspeed has not all, or some location could not be read. */
  | "incomplete"
  /** No location could be read. */
  | "failed";

export interface ReconciliationSummary extends DateRange {
  reconciliationId: bigint;
  status: ReconciliationStatus;
  /** What is missing here is recovered. */
  heals: boolean;
  /** A token or command; null: the schedule. */
  startedBy: string | null;
  /** Milliseconds UTC. */
  startedAt: number;
  finishedAt: number | null;
  /** Why it failed, or which locations could not be read and why; what to do. */
  failure: string | null;
  counts: Record<Outcome, number>;
}

/** Up to which business date a hotel is proved complete, by a reconciliation that recovers what is missing. */
export interface LastCompleteDate {
  propertyId: string;
  /** Null: no date is yet. */
  businessDate: string | null;
}

export interface ReconciliationView extends ReconciliationSummary {
  /** Compared so far. */
  salesRead: number;
  receiptsRead: number;
  locations: string[];
  days: {
    businessLocationId: string;
    businessDate: string;
    dataComplete: boolean;
    /** Why the location could not be read; null: it was. */
    failure: string | null;
  }[];
  totals: TotalRow[];
}
