import type {
  Charge,
  ChargeOutcome,
  RepostObstacle,
} from "../folios/charge-decision.ts";
import type {
  RefundRefusal,
  RefundRequest,
} from "../folios/refund-decision.ts";
import type { Bill, Posting } from "../folios/posting.ts";
import type { RefundKind, RefundLine, RefundTotals } from "../folios/refund.ts";
import type { ListPage, ListRequest } from "../lists/list-request.ts";
import type { Decimal, Minor } from "../money.ts";
import type {
  FinancialApiGeneration,
  GrantDeath,
  GrantOpened,
  LightspeedAccount,
  LightspeedGrant,
  LightspeedTokens,
  LocationPlace,
  OpenGrant,
  RenewalLease,
} from "../properties/lightspeed-grant.ts";
import type { HouseAccount, Property } from "../properties/property.ts";
import type { Comparison } from "../reconciliation/comparison.ts";
import type {
  ClaimedReconciliation,
  ReconciliationRef,
  ReconciliationStep,
  ReconciliationSummary,
  ReconciliationView,
  RunLease,
  StepTaken,
} from "../reconciliation/run.ts";
import type { DateRange } from "../reconciliation/stages.ts";
import type {
  Reservation,
  ReservationStatus,
} from "../reservations/reservation.ts";
import type { NightAudit } from "../schemas/generated.ts";
import type {
  ReceiptKind,
  TotalledLine,
  TotalledPayment,
} from "../receipts/receipt.ts";

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
  /** Reconciliations of single dates from one on, the newest first. */
  reconciledDates(
    propertyId: string,
    from: string,
  ): Promise<
    (Pick<ReconciliationSummary, "status" | "startedAt"> & {
      businessDate: string;
    })[]
  >;
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

/** Not known to be posted: the till gets 503. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
  readonly reason: "overloaded" | "draining" | "not-writable";
  constructor(reason: StoreUnavailable["reason"], options?: ErrorOptions) {
    super(`the store is ${reason}`, options);
    this.reason = reason;
  }
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

export type UnreadableReason =
  | "too-large"
  | "wrong-content-type"
  | "malformed"
  | "wrong-shape"
  /** Intact, but its decision failed by a fault of ours. */
  | "internal"
  | "key-revoked";

export interface UnreadableRequest {
  propertyId: string;
  businessLocationId: string;
  reason: UnreadableReason;
  httpStatus: number;
  receivedAt: number;
  sizeBytes: number;
  /** The bill, where it could be read and only may not be posted: its amount and guests are shown to staff. */
  charge: Charge | null;
  /** Null when it was too large to keep. The key in it is masked before it reaches the store. */
  body: Buffer | null;
  /** JSON pointers and what is wrong there; never a value. */
  faults: { pointer: string; fault: string }[];
  /** At most this many a day and location are kept (revoked keys); null: no bound. */
  keptPerDayMax: number | null;
}

export interface GuestSearch {
  propertyId: string;
  term: string;
  limit: number;
}

export interface FoundGuest {
  roomId: string;
  roomDescription: string;
  clientName: string;
  reservationId: string;
  blocked: boolean;
  /** What is left, not below 0; null: no limit. */
  creditLeft: Minor | null;
}

/** Who did something: a management token by name, or the command line. Goes into the trail. */
export interface Actor {
  type: "token" | "command";
  name: string;
}

export interface Access {
  revision: bigint;
  apiKeys: StoredApiKey[];
  tokens: StoredToken[];
  properties: Property[];
}

export interface StoredApiKey {
  keyId: string;
  propertyId: string;
  businessLocationId: string;
  name: string;
  /** SHA-256, hex. */
  digest: string;
  createdAt: number;
  revokedAt: number | null;
}

export type Scope = "read" | "write" | "admin";

export interface StoredToken {
  name: string;
  digest: string;
  scopes: Scope[];
  /** Property ids, or `["*"]`. */
  properties: string[];
  revokedAt: number | null;
}

export interface Versioned<Value> {
  value: Value;
  /** Changes with the value; opaque. */
  version: string;
}

export interface VersionMismatch {
  kind: "version-mismatch";
}

export interface PropertyDocument {
  property: Property;
  houseAccounts: HouseAccount[];
}

export interface PutProperty {
  actor: Actor;
  document: PropertyDocument;
  /** `*` for any. */
  ifVersion: string;
}

export interface IssueApiKey {
  actor: Actor;
  propertyId: string;
  businessLocationId: string;
  name: string;
  /** Made by the caller; only its digest is kept. */
  key: string;
  idempotency: Idempotency | null;
}

/** By what a repeat of a request is known: its answer is kept encrypted, and the repeat gets it again. */
export interface Idempotency {
  /** Of whoever asks: nobody is shown what was answered to another. */
  key: string;
  /** Of all that is asked for, hex. */
  requestDigest: string;
}

export interface IssuedApiKey {
  kind: "issued" | "replayed";
  apiKey: StoredApiKey;
  /** The key in clear: the one just made, or on a repeat the one made then. */
  key: string;
}

export interface IdempotencyConflict {
  kind: "idempotency-conflict";
}

export interface MakeRefund {
  actor: Actor;
  propertyId: string;
  /** Our id; or any name of a receipt, where one alone has it. */
  receipt: bigint | string;
  asked: RefundRequest;
  idempotency: Idempotency | null;
}

/** A refund as it was made; a repeat gets the same. */
export interface MadeRefund {
  kind: "done";
  refund: RefundView;
  /** What may still be given back of the sale. */
  remaining: {
    amount: Minor;
    tip: Minor;
    lines: { lineNo: number; quantity: Decimal; amount: Minor }[];
  };
  /** Of the guests' folios it is on. */
  balances: { folioId: string; balance: Minor }[];
}

export type RefundRefused = RefundRefusal | { kind: "no-such-receipt" };

/** What was given back: here, or by a reversal at the till. Amounts are positive. */
export interface RefundView {
  refundId: bigint;
  origin: "here" | "till";
  kind: RefundKind;
  status: "posted" | "reversed";
  /** The sale it takes back; null of a reversal whose original is not known. */
  receipt: {
    receiptId: bigint;
    uuid: string | null;
    fiscId: string | null;
  } | null;
  businessLocationId: string;
  bills: Pick<Bill, "folioId" | "amount" | "gratuity">[];
  /** The guest, where it is one. */
  customer: { folioId: string; name: string | null } | null;
  /** Its business date. */
  postedDate: string;
  totals: RefundTotals;
  /** Settled outside. */
  external: boolean;
  /** What the till gave back as well, though it had been settled outside. */
  overRefunded: Minor;
  reason: string | null;
  externalKey: string | null;
  /** Null in place of a line that is not linked. */
  lines: (Omit<RefundLine, "lineNo" | "parts"> & { lineNo: number | null })[];
  createdAt: number;
  modifiedAt: number;
}

export type ReservationPatch = Pick<Reservation, "reservationId"> & {
  [Member in Exclude<keyof Reservation, "reservationId">]?:
    Reservation[Member] | undefined;
};

export interface ChangeReservations {
  actor: Actor;
  propertyId: string;
  /** `replace`: who is absent is checked out. `merge`: by reservationId. */
  mode: "replace" | "merge";
  reservations: ReservationPatch[];
  /** Needed where more than half of the house, or all of it, would be checked out. */
  confirmed: boolean;
  /** `*` for any; null: not asked for (command line). */
  ifVersion: string | null;
}

export interface ReservationsChanged {
  kind: "changed";
  version: string;
  created: number;
  changed: number;
  unchanged: number;
  checkedOut: number;
}

export interface ConfirmationNeeded {
  kind: "confirmation-needed";
  inHouse: number;
  wouldCheckOut: number;
}

/** A merge item names a reservation never seen without all members a new one needs (`roomId`, `clientName`, `status`). */
export class ReservationIncomplete extends Error {
  override readonly name = "ReservationIncomplete";
  readonly index: number;
  readonly member: string;
  constructor(index: number, member: string) {
    super(
      `reservation ${index}: ${member} is needed for a reservation not seen before`,
    );
    this.index = index;
    this.member = member;
  }
}

export interface CloseBusinessDate {
  actor: Actor;
  propertyId: string;
  /** `YYYY-MM-DD`. */
  businessDate: string;
  idempotency: Idempotency | null;
}

export interface DateClosed {
  kind: "closed";
  report: NightAudit;
}

export interface EarlierDateClosed {
  kind: "earlier-closed";
  businessDate: string;
}

export interface DateBeyondToday {
  kind: "beyond-today";
  /** The hotel's business date now. */
  today: string;
}

export interface StartReconciliation {
  /** Null: the schedule. */
  actor: Actor | null;
  propertyId: string;
  range: DateRange;
  /** Not where one of these dates is complete, runs, or was started after this moment; null: in any case. */
  unlessSince: number | null;
  idempotency: Idempotency | null;
}

export type ReconciliationStarted =
  | { kind: "started"; reconciliationId: bigint; replayed: boolean }
  /** No business location has access to Lightspeed. */
  | { kind: "not-set-up" }
  | { kind: "not-due" };

export interface ClaimReconciliation {
  /** Null: any. */
  of: { propertyId: string; range: DateRange } | null;
  lease: RunLease;
}

export interface EndReconciliation extends ReconciliationRef {
  holder: string;
  /** Why it could not be done, and what to do; null: it was. */
  failure: string | null;
}

export interface BusinessDateSummary {
  businessDate: string;
  status: "open" | "closed";
  closedAt: number | null;
  closedBy: string | null;
  /** Of the report; null while the date is open. */
  gross: Minor | null;
  net: Minor | null;
  tax: Minor | null;
  tips: Minor | null;
}

export interface ListItems {
  receipts: ReceiptSummary;
  "refused-receipts": RefusedView;
  postings: PostingView;
  reservations: Reservation & { creditLeft: Minor | null };
  refunds: RefundView;
  "api-keys": StoredApiKey;
  "house-accounts": HouseAccount & { balance: Minor };
  "business-dates": BusinessDateSummary;
  reconciliations: ReconciliationSummary;
  "reconciliation-items": Comparison;
}
export type ListResource = keyof ListItems;

export interface ReceiptSummary {
  receiptId: bigint;
  receiptNumber: string | null;
  uuid: string | null;
  fiscId: string | null;
  businessLocationId: string;
  kind: ReceiptKind;
  gross: Minor;
  tax: Minor;
  tips: Minor;
  serviceCharge: Minor;
  businessDate: string;
  closedAt: number;
  receivedAt: number;
  flags: string[];
}

export interface ReceiptView extends ReceiptSummary {
  initialAccountId: string | null;
  bills: Pick<Bill, "folioId" | "amount" | "gratuity">[];
  lines: TotalledLine[];
  /** What may still be given back of each line, in their order. */
  refundable: { quantity: Decimal; amount: Minor }[];
  /** What was given back of it, at the till or here. */
  refunds: { refundId: bigint; status: RefundView["status"]; total: Minor }[];
  payments: TotalledPayment[];
  chain: { receiptId: bigint; kind: ReceiptKind }[];
  /** The receipt it reverses, if linked. */
  reverses: bigint | null;
}

export interface PostingView extends Posting {
  reverses: bigint | null;
  flags: string[];
}

export interface FolioView {
  folioId: string;
  balance: Minor;
  postings: PostingView[];
}

export interface RefusedView {
  refusedId: bigint;
  businessLocationId: string;
  status: "open" | "reposted" | "dismissed" | "superseded";
  reason: string;
  httpStatus: number;
  attempts: number;
  /** Null when the bill could not be read. */
  gross: Minor | null;
  reservationIds: string[];
  receivedAt: number;
  lastAttemptAt: number;
  businessDate: string;
  fiscId: string | null;
  uuid: string | null;
  sizeBytes: number;
  faults: { pointer: string; fault: string }[];
  flags: string[];
  receiptId: bigint | null;
  /** False: the body could not be read or has expired, and the bill can only be dismissed. */
  repostable: boolean;
  /** Those of `reservationIds` that are known, as they are now. */
  guests: RefusedGuest[];
  /** Who brought about the status that stands; null: a till. */
  decision: { by: string; at: number; note: string | null } | null;
}

/** A reservation or house account that a refused bill names. */
export interface RefusedGuest {
  reservationId: string;
  clientName: string;
  /** Null: a house account. */
  roomId: string | null;
  status: ReservationStatus;
  blocked: boolean;
}

export interface RepostRefused {
  actor: Actor;
  propertyId: string;
  refusedId: string;
  /** One folio for all room charges, or by reservation as sent; a part without a folio goes where it was sent. */
  folios: string | Record<string, string>;
  doubleConfirmed: boolean;
  idempotency: Idempotency | null;
}

export interface DismissRefused {
  actor: Actor;
  propertyId: string;
  refusedId: string;
  /** For staff; it may name a guest, and is in no log and not in the trail. */
  reason: string;
  idempotency: Idempotency | null;
}

export interface RefusedDecided {
  kind: "done";
  refused: RefusedView;
}

/** Why a refused bill was neither reposted nor dismissed; nothing is changed. */
export type RefusedUndecided =
  | RepostObstacle
  | { kind: "not-found" }
  | { kind: "unreadable" }
  /** A folio was named, and nothing of the bill is a room charge. */
  | { kind: "no-room-charge" }
  /** Reservations that the bill does not name. */
  | { kind: "not-of-the-bill"; reservationIds: string[] };

export interface ProvisioningPlan {
  actor: Actor;
  /** Of the file; the plan is skipped when it equals the one applied last. */
  fileDigest: string;
  prune: boolean;
  /** Nothing is kept: the answer says what would change. */
  dryRun: boolean;
  tokens: {
    name: string;
    digest: string;
    scopes: Scope[];
    properties: string[];
  }[];
  properties: ProvisionedProperty[];
}

export interface Provisioned {
  /** False when the file is the one applied last, and when it was only tried. */
  applied: boolean;
  changes: ProvisionChange[];
}

/** What became different; never a key, a token or a guest. */
export interface ProvisionChange {
  change: "added" | "changed" | "taken away";
  what:
    | "management token"
    | "property"
    | "business location"
    | "house account"
    | "reservations"
    | "API key"
    | "Lightspeed access";
  /** An id or a name; of reservations their number. */
  name: string;
}

export interface ProvisionedProperty {
  property: Property;
  houseAccounts: HouseAccount[];
  /** Seeds: used only where no reservation was ever stored. */
  reservations: Reservation[];
  apiKeys: { businessLocationId: string; name: string; digest: string }[];
  /** By business location: how its Financial API is reached; secrets in clear, stored encrypted. */
  lightspeed: Record<string, LightspeedAccess>;
}

export interface RenewedGrant extends LocationPlace {
  lease: RenewalLease;
  tokens: LightspeedTokens;
}

export interface EndedRenewal extends LocationPlace {
  lease: RenewalLease;
  death: GrantDeath | null;
}

export interface LightspeedConnection {
  actor: Actor;
  propertyId: string;
  /** The first one holds the tokens, the others use them. */
  businessLocationIds: string[];
  tokens: LightspeedTokens;
}

export interface LightspeedAccess {
  api: FinancialApiGeneration;
  baseUrl: string | null;
  tokenUrl: string | null;
  authorizeUrl: string | null;
  clientId: string;
  clientSecret: string;
  /** A seed: used only where none was ever stored. */
  refreshToken: string | null;
}

/** Which receipts of a business location, and how many of them. */
export interface SoldQuery {
  propertyId: string;
  businessLocationId: string;
  /** `closed`: from the first instant on and before the second, in milliseconds UTC. */
  period: { businessDate: string } | { closed: readonly [number, number] };
  /** Goes on after this one. */
  after: SoldMark | null;
  limit: number;
}

/** A place among them: those that came within a day of being closed are first, by when they came; the late ones follow. */
export interface SoldMark {
  late: boolean;
  at: bigint;
  receiptId: bigint;
}

/** A receipt as it was sold: its head, its lines and its payments. */
export interface SoldReceipt extends Omit<ReceiptSummary, "flags"> {
  initialAccountId: string | null;
  openedAt: number | null;
  tableName: string | null;
  covers: string | null;
  deviceId: string | null;
  ownerId: string | null;
  ownerName: string | null;
  revenueCenterId: string | null;
  revenueCenterName: string | null;
  lines: TotalledLine[];
  payments: TotalledPayment[];
}

export interface SoldPage {
  receipts: SoldReceipt[];
  /** Null: there are no more. */
  next: SoldMark | null;
  /** The last business date that is closed for good; null: none. */
  lastClosedDate: string | null;
}

/** An id or key is taken where it must be unique: nothing of the change was kept. */
export class IdTaken extends Error {
  override readonly name = "IdTaken";
  readonly id: string;
  /** What the id was to be given to. */
  readonly wanted:
    | "reservation"
    | "house-account"
    | "business-location"
    | "api-key"
    | "management-token";
  /** What has it, or `reserved`: ids that begin with `house:` are the clearing accounts'. */
  readonly takenBy:
    | "reservation"
    | "house-account"
    | "business-location"
    | "api-key"
    | "management-token"
    | "reserved";
  constructor(taken: {
    id: string;
    wanted: IdTaken["wanted"];
    takenBy: IdTaken["takenBy"];
  }) {
    // A key is a secret: its message names no id.
    super(
      taken.wanted === "api-key" || taken.wanted === "management-token"
        ? `a ${taken.wanted} is in use already`
        : `${taken.wanted} ${taken.id}: the id is taken (${taken.takenBy})`,
    );
    this.id = taken.id;
    this.wanted = taken.wanted;
    this.takenBy = taken.takenBy;
  }
}

/** The currency of a hotel with receipts cannot change: every amount in its books would mean another. */
export class CurrencyFixed extends Error {
  override readonly name = "CurrencyFixed";
  readonly currency: string;
  constructor(currency: string) {
    super(
      `the hotel has receipts in ${currency}, and its currency cannot change`,
    );
    this.currency = currency;
  }
}

/** What a change names is not in the store: a property, or a business location of it. */
export class NotInStore extends Error {
  override readonly name = "NotInStore";
  readonly what: "property" | "business-location";
  constructor(what: NotInStore["what"]) {
    super(`no such ${what}`);
    this.what = what;
  }
}
