import type { Minor } from "../money.ts";
import type { BusinessLocation, Property } from "../properties/property.ts";
import type { Account } from "../reservations/reservation.ts";
import type {
  ReceiptKind,
  TotalledPayment,
  TotalledReceipt,
} from "../receipts/receipt.ts";
import type { Bill, Posting, StandingPosting } from "./posting.ts";
import type { RefundChange, StandingRefund } from "./refund.ts";

/** Time-ordered ids of 63 bits, unique in the installation. */
export interface IdSource {
  /** The first of `count` ids; the others follow at `ID_STEP`. */
  reserve(count: number): bigint;
}
export const ID_STEP = 1024n;

/** Whether an id is one of those that were reserved together; between them may lie another source's. */
export function isReservedIn(
  id: bigint,
  {
    firstPostingId,
    postingCount,
  }: { firstPostingId: bigint; postingCount: bigint },
): boolean {
  const place = id - firstPostingId;
  return (
    place >= 0n && place < postingCount * ID_STEP && place % ID_STEP === 0n
  );
}

/** A bill on its way into the books: what the till sent, read and totalled, and who it is by the rules of Identity. */
export interface Charge {
  propertyId: string;
  businessLocationId: string;
  /** Milliseconds UTC. */
  receivedAt: number;
  totalled: TotalledReceipt;
  identity: ChargeIdentity;
  /** A refusal that is known before the guests are looked at: it is kept as such. */
  refusal: "reference-mismatch" | null;
  /** Null: it comes from a till. */
  repost: Repost | null;
  /** It was made of a sale that Lightspeed recorded; the till's own bill has not come. */
  recovered: boolean;
}

/** A refused bill that a person puts on folios. */
export interface Repost {
  /** The key under which it was kept; hex. */
  refusedKey: string;
  /**
   * Where the parts go, by reservation as sent, by the key of a charge that names none, `""` for all those that are left; a
   * part that is not in it goes where it was sent.
   */
  folios: ReadonlyMap<string, string>;
  /** It may be the same bill as one that looks like it, and is to be posted all the same. */
  doubleConfirmed: boolean;
}

/** Scope: uuid and fiscId within the property; key and content within the business location. */
export interface ChargeIdentity {
  uuid: string | null;
  fiscId: string | null;
  idempotencyKey: string | null;
  /** Of everything "Identity" calls content except the uuid; hex. */
  contentDigest: string;
  /** Rule by which the digest was made. */
  contentVersion: number;
  /** Of the lines alone, signs included; hex. Equal for a bill rung twice. */
  linesDigest: string;
}

/** A receipt that shares an identity with the charge. */
export interface KnownReceipt {
  receiptId: bigint;
  uuid: string | null;
  fiscId: string | null;
  /** By today's rule: an older digest has been made again from the kept body. Of a recovered one, of what was paid. */
  contentDigest: string;
  recovered: boolean;
}

/** What stands in the store about identities the charge has. */
export interface IdentityFacts {
  byUuid: KnownReceipt | null;
  byKey: KnownReceipt | null;
  /** Only looked up when the charge has neither uuid nor fiscal id. */
  byContent: KnownReceipt | null;
  /** Every receipt with this fiscal id: device counters restart. */
  byFiscId: KnownReceipt[];
}

interface MemberBase {
  uuid: string | null;
  fiscId: string | null;
  /** `closeDate`, else the last payment, else the time received; milliseconds UTC. */
  closedAt: number;
  /** It does not say when it was closed. */
  dateGuessed: boolean;
  kind: ReceiptKind;
  payments: TotalledPayment[];
  contentDigest: string;
  flags: string[];
}

/** A receipt of the chain that is in the store. */
export interface ReceiptMember extends MemberBase {
  type: "receipt";
  receiptId: bigint;
  /** Bills as they stand, summed by folio and named reservation, refunds left out; empty when it posted nothing. */
  bills: Pick<Bill, "folioId" | "reservationId" | "amount" | "gratuity">[];
  /** Without those of refunds. */
  postings: StandingPosting[];
  /** Of it, made here and not reversed. */
  refunds: StandingRefund[];
  /** The receipt or refused receipt it reverses, as linked now. */
  reverses: MemberRef | null;
  /**
   * What it was made of, read again from the kept body: given for reversals only, which are posted anew when another
   * original turns up. Null when the body has expired; then its postings stay where they are.
   */
  charge: Charge | null;
}

/**
 * A refused receipt of the chain: readable ones only, without those refused as `content-conflict` and those reposted
 * or superseded by a retry (their receipt stands for them).
 */
export interface RefusedMember extends MemberBase {
  type: "refused";
  refusedId: bigint;
  status: "open" | "dismissed" | "superseded";
  reason: RefusalReason;
  /** Superseded because its reversal came. */
  voidedAtTill: boolean;
  charge: Charge;
  /** What stands about its identities now: a refused attempt burns none, so others may have taken them. */
  identities: IdentityFacts;
  /** Of one that is open and flagged as a possible double, or superseded because its reversal came; else none. */
  lookAlikes: KeptLookAlike[];
}

export type ChainMember = ReceiptMember | RefusedMember;
export type MemberRef =
  { type: "receipt"; id: bigint } | { type: "refused"; id: bigint };

/** A bill on the same guest folio with the same lines, minutes apart, another chain. */
export interface LookAlike {
  ref: MemberRef;
  flagged: boolean;
}

/** A bill that looks like one that is kept. */
export interface KeptLookAlike extends LookAlike {
  /** What else looks like it. */
  others: readonly bigint[];
}

/** Everything a decision needs, read in the transaction that writes. */
export interface ChargeFacts {
  now: number;
  property: Property;
  location: BusinessLocation;
  /** `YYYY-MM-DD` of the last closed business date. */
  lastClosedDate: string | null;
  identities: IdentityFacts;
  /** Reservations and house accounts that this charge or a chain member names or stands on, by id. */
  accounts: ReadonlyMap<string, Account>;
  /** Members with the same root, this charge excluded. */
  chain: ChainMember[];
  /** The refused receipt with this identity and content, if it was refused before. */
  refusedBefore: {
    refusedId: bigint;
    status: "open" | "reposted" | "dismissed" | "superseded";
    receiptId: bigint | null;
  } | null;
  /** By folio id (reservation as named); guest folios only. */
  lookAlikes: ReadonlyMap<string, LookAlike[]>;
  ids: IdSource;
}

export type RefusalReason =
  | "reference-mismatch"
  | "content-conflict"
  | "reservation-unknown"
  | "reservation-not-named"
  | "guest-due-in"
  | "guest-blocked"
  | "guest-checked-out";

export interface FlagChange {
  subject: MemberRef;
  /** Narrower than the subject: one folio's bill, or one posting. */
  folioId: string | null;
  postingId: bigint | null;
  flag: string;
  action: "raised" | "cleared";
  /** For staff; no guest data. */
  detail: string | null;
}

export interface LinkChange {
  kind: "reverses-receipt" | "reverses-posting";
  /** A receipt, or a posting by its id. */
  from: bigint;
  to: bigint;
  toType: "receipt" | "refused" | "posting";
  action: "linked" | "unlinked";
}

export interface RefusedChange {
  refusedId: bigint;
  status: "open" | "superseded" | "reposted";
  reason:
    | "reposted"
    | "voided-at-till"
    | "retry-succeeded"
    /** It was made of a sale, and the till's own has been refused since. */
    | "till-sent-it"
    | "refused-again"
    | "original-came"
    | "original-changed";
  /** The receipt that stands for it now. */
  receiptId: bigint | null;
}

export interface NewReceipt {
  receiptId: bigint;
  charge: Charge;
  closedAt: number;
  businessDate: string;
  chainRoot: string | null;
  /** The identities it claims: those that were free. A fiscal id may be claimed again and again, as its next use. */
  claims: { uuid: boolean; key: boolean; content: boolean; fiscId: boolean };
  /** Refused receipt whose kept body this receipt is made of; null: the body just received. */
  fromRefusedId: bigint | null;
}

export interface NewRefused {
  refusedId: bigint;
  charge: Charge;
  reason: RefusalReason;
  closedAt: number;
  businessDate: string;
  chainRoot: string | null;
}

/** Why a refused bill was not put on folios; nothing is changed. */
export type RepostObstacle =
  | {
      kind: "not-open";
      status: "reposted" | "dismissed" | "superseded";
      receiptId: bigint | null;
    }
  /** The same bill is in the books under another key. */
  | { kind: "already-posted"; receiptId: bigint }
  | { kind: "folio-unusable"; folios: UnusableFolio[] }
  | { kind: "double-unconfirmed"; others: MemberRef[] };

export interface UnusableFolio {
  /** As in `Repost.folios`. */
  reservationId: string;
  reason: "reservation-unknown" | "reservation-not-named" | "guest-due-in";
}

/** Rows to append; all or nothing. */
export interface ChargeEffects {
  receipts: NewReceipt[];
  refused: NewRefused[];
  /** Repeats of refused receipts: one more attempt. */
  attempts: { refusedId: bigint; reason: RefusalReason }[];
  bills: Bill[];
  postings: Posting[];
  flags: FlagChange[];
  links: LinkChange[];
  refusedChanges: RefusedChange[];
  refundChanges: RefundChange[];
}

export interface AcknowledgedBill {
  folioId: string;
  total: Minor;
}

/** What the till is told; the effects are kept before it is. */
export type ChargeOutcome =
  | {
      kind: "posted";
      receiptId: bigint;
      bills: AcknowledgedBill[];
      flags: string[];
    }
  | {
      kind: "replayed";
      receiptId: bigint;
      bills: AcknowledgedBill[];
      flags: string[];
    }
  | { kind: "refused"; refusedId: bigint; reason: RefusalReason };

export interface PostedCharge {
  kind: "posted";
  receiptId: bigint;
  bills: AcknowledgedBill[];
  flags: string[];
  effects: ChargeEffects;
}

export type RepostDecision = PostedCharge | RepostObstacle;
export type RepostOutcome = Omit<PostedCharge, "effects"> | RepostObstacle;

/** A decision says `replayed` by id alone: the store repeats the first acknowledgement. */
export type ChargeDecision =
  | PostedCharge
  | { kind: "replayed"; receiptId: bigint }
  | {
      kind: "refused";
      refusedId: bigint;
      reason: RefusalReason;
      effects: ChargeEffects;
    };
