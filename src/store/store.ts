import type { Charge, ChargeOutcome } from "../folios/charge-decision.ts";
import type { ListPage, ListRequest } from "../lists/list-request.ts";
import type {
  GrantOpened,
  LightspeedAccount,
  LightspeedGrant,
  LocationPlace,
  OpenGrant,
} from "../properties/lightspeed-grant.ts";
import type { Property } from "../properties/property.ts";
import type { FirstTraces } from "../reconciliation/healed-since.ts";
import type {
  ClaimedReconciliation,
  LastCompleteDate,
  ReconciliationRef,
  ReconciliationStep,
  ReconciliationSummary,
  ReconciliationView,
  RunLease,
  StepTaken,
} from "../reconciliation/run.ts";
import type { NightAudit } from "../schemas/generated.ts";
import type { Access, IssueApiKey, IssuedApiKey } from "./contract/access.ts";
import type {
  Actor,
  IdempotencyConflict,
  VersionMismatch,
  Versioned,
} from "./contract/acts.ts";
import type {
  CloseBusinessDate,
  DateBeyondToday,
  DateClosed,
  EarlierDateClosed,
} from "./contract/business-dates.ts";
import type {
  ChangeReservations,
  ConfirmationNeeded,
  FoundGuest,
  GuestSearch,
  ReservationsChanged,
} from "./contract/guests.ts";
import type {
  EndedRenewal,
  LightspeedConnection,
  RenewedGrant,
} from "./contract/lightspeed.ts";
import type { ListItems, ListResource } from "./contract/lists.ts";
import type { PropertyDocument, PutProperty } from "./contract/properties.ts";
import type { Provisioned, ProvisioningPlan } from "./contract/provisioning.ts";
import type { FolioView, ReceiptView } from "./contract/receipts.ts";
import type {
  ClaimReconciliation,
  EndReconciliation,
  ReconciliationStarted,
  StartReconciliation,
} from "./contract/reconciliations.ts";
import type {
  MadeRefund,
  MakeRefund,
  RefundRefused,
  RefundView,
} from "./contract/refunds.ts";
import type {
  DismissRefused,
  RefusedDecided,
  RefusedUndecided,
  RefusedView,
  RepostCandidate,
  RepostRefused,
  UnreadableRequest,
} from "./contract/refused-receipts.ts";
import type { SoldPage, SoldQuery } from "./contract/sold-receipts.ts";

/**
 * Where everything is kept: the contract that every engine keeps and one suite tests (test/store/store-contract.ts).
 * A verb is one transaction: it is durable when its promise resolves, and has changed nothing when it rejects, except
 * where it rejects with `StoreUnavailable`, which means: not known. No row type and no engine error leaves the store.
 */
export interface Store {
  // — the till's path —

  /** Reads the facts, runs `decideCharge` on them and keeps what it answers: all or nothing. Safe to repeat. */
  takeCharge(charge: Charge, body: Buffer): Promise<ChargeOutcome>;
  /** Keeps a request that could not be read or may not be posted. A repeat of the same bytes raises `attempts`. */
  keepUnreadable(
    request: UnreadableRequest,
  ): Promise<{ refusedId: bigint | null }>;
  searchGuests(search: GuestSearch): Promise<FoundGuest[]>;

  // — who may call —

  /** Rises whenever keys, tokens or settings change, by whichever process. Cheap: asked every second. */
  settingsRevision(): Promise<bigint>;
  /** All keys, tokens and settings the doors decide by, with the revision they were read at. */
  loadAccess(): Promise<Access>;

  // — management —

  putProperty(
    change: PutProperty,
  ): Promise<Versioned<Property> | VersionMismatch>;
  getProperty(propertyId: string): Promise<Versioned<PropertyDocument> | null>;
  issueApiKey(
    request: IssueApiKey,
  ): Promise<IssuedApiKey | IdempotencyConflict>;
  /** False when there is no such key; revoking twice is the same as once. */
  revokeApiKey(change: {
    actor: Actor;
    propertyId: string;
    keyId: string;
  }): Promise<boolean>;
  /** Gives back a part of a sale, complete or not at all. What is refused keeps nothing. */
  makeRefund(
    request: MakeRefund,
  ): Promise<
    (MadeRefund & { replayed: boolean }) | RefundRefused | IdempotencyConflict
  >;
  /** A refund made here, or a reversal of the till. */
  getRefund(propertyId: string, refundId: bigint): Promise<RefundView | null>;
  changeReservations(
    change: ChangeReservations,
  ): Promise<ReservationsChanged | VersionMismatch | ConfirmationNeeded>;
  /** The version of the directory, for ETag. */
  directoryVersion(propertyId: string): Promise<string>;
  list<R extends ListResource>(
    resource: R,
    propertyId: string,
    request: ListRequest,
  ): Promise<ListPage<ListItems[R]>>;
  /** By our id, else the newest with the fiscal id, else the newest with the receipt number. */
  getReceipt(
    propertyId: string,
    reference: string,
  ): Promise<ReceiptView | null>;
  getRefused(
    propertyId: string,
    refusedId: string,
  ): Promise<RefusedView | null>;
  /** Whose a bill may be that names no reservation: at most 20, the likeliest first. */
  repostCandidates(
    propertyId: string,
    refusedId: bigint,
  ): Promise<RepostCandidate[]>;
  /** The body as received, key masked; null when there is none (too large, expired). */
  getRefusedBody(act: {
    actor: Actor;
    propertyId: string;
    refusedId: string;
  }): Promise<Buffer | null>;
  /** Puts a refused bill on folios, on the path of every bill: all or nothing. */
  repostRefused(
    request: RepostRefused,
  ): Promise<RefusedDecided | RefusedUndecided | IdempotencyConflict>;
  /** Sets a refused bill aside; the till opens it again by sending it again. */
  dismissRefused(
    request: DismissRefused,
  ): Promise<RefusedDecided | RefusedUndecided | IdempotencyConflict>;
  /** Balance and the newest 100 postings; null when no such reservation, house account or clearing account is known. */
  getFolio(propertyId: string, folioId: string): Promise<FolioView | null>;

  /**
   * The night audit report of a date, `YYYY-MM-DD`: the one it was closed with, else as it stands. Null: no such
   * property.
   */
  getBusinessDate(
    propertyId: string,
    businessDate: string,
  ): Promise<NightAudit | null>;
  /**
   * Closes a date and keeps its report. While earlier ones are open it closes the first of them instead, and is to be
   * asked again. What posts to the hotel waits, or goes to the next day.
   */
  closeBusinessDate(
    request: CloseBusinessDate,
  ): Promise<
    DateClosed | EarlierDateClosed | DateBeyondToday | IdempotencyConflict
  >;

  /** Receipts of a business location with all that was sold, a page at a time. */
  soldReceipts(query: SoldQuery): Promise<SoldPage>;

  // — what Lightspeed recorded —

  /** How every grant stands, without secrets. Cheap: asked every minute. */
  lightspeedGrants(): Promise<LightspeedGrant[]>;
  /** How Lightspeed is reached for a location; null when the hotel gave no client for it. */
  getLightspeedAccount(place: LocationPlace): Promise<LightspeedAccount | null>;
  /** A token that is good, or the lease to renew it: one process has it at a time, and it runs out if that one dies. */
  openGrant(request: OpenGrant): Promise<GrantOpened>;
  /** Keeps renewed tokens in place of those they were got with. False when there are newer ones: these are of no use. */
  keepRenewal(renewal: RenewedGrant): Promise<boolean>;
  /** Gives a lease back without new tokens: the grant is dead, or (null) may be renewed later. */
  endRenewal(end: EndedRenewal): Promise<void>;
  /** Keeps the tokens of a new grant, for all the locations it was given for. Rejects with `NotInStore`. */
  connectLightspeed(connection: LightspeedConnection): Promise<void>;

  // — reconciliation —

  /** Begins a reconciliation, which waits until somebody claims it. */
  startReconciliation(
    request: StartReconciliation,
  ): Promise<ReconciliationStarted | IdempotencyConflict>;
  /** The oldest that nobody runs, to be run; null: none waits. */
  claimReconciliation(
    request: ClaimReconciliation,
  ): Promise<ClaimedReconciliation | null>;
  /** Does a piece of a stage and keeps where to go on after it, and the lease. What was compared before is not counted again. */
  stepReconciliation(step: ReconciliationStep): Promise<StepTaken>;
  /** False: another process runs it, or it has ended. */
  renewReconciliation(lease: ReconciliationRef & RunLease): Promise<boolean>;
  /** Others may go on with it at once. */
  releaseReconciliation(
    lease: ReconciliationRef & { holder: string },
  ): Promise<void>;
  /** False: another process runs it, or it has ended before. */
  endReconciliation(end: EndReconciliation): Promise<boolean>;
  /** Cheap: asked every few seconds. */
  hasWaitingReconciliation(now: number): Promise<boolean>;
  /** Reconciliations of single dates from one on that recover what is missing, the newest first. */
  reconciledDates(
    propertyId: string,
    from: string,
  ): Promise<
    (Pick<ReconciliationSummary, "status" | "startedAt"> & {
      businessDate: string;
    })[]
  >;
  /** Of every hotel that has or had access to Lightspeed. Cheap: asked every minute. */
  lastCompleteDates(): Promise<LastCompleteDate[]>;
  firstTraces(place: LocationPlace): Promise<FirstTraces>;
  getReconciliation(
    propertyId: string,
    reference: string,
  ): Promise<ReconciliationView | null>;

  // — provisioning —

  /** Applies a provisioning file in one transaction, unless it is the one applied last. Rejects with `IdTaken` and `CurrencyFixed`. */
  provision(plan: ProvisioningPlan): Promise<Provisioned>;
  /** True while no property has ever been stored. */
  isEmpty(): Promise<boolean>;

  // — life —

  status(): StoreStatus;
  /** Waits for what is queued, checkpoints and closes. */
  close(): Promise<void>;
}

export interface StoreStatus {
  writable: boolean;
  /** A short word for readiness details: `ready`, `recovering`, `closed`. */
  state: string;
  queued: number;
}

/** What the store tells metrics and log; set once at opening. */
export interface StoreObserver {
  batchCommitted(batch: { size: number; durationMs: number }): void;
  /** A bill answered 503 was found to be posted after all; it is flagged `answered-503`. */
  answered503Found(found: { propertyId: string; receiptId: bigint }): void;
  failed(failure: { event: string; error: unknown }): void;
  recovered(): void;
}
