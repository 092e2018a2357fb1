import { decideRefund } from "../../src/folios/decide-refund.ts";
import type {
  RefundFacts,
  RefundRefusal,
  RefundRequest,
} from "../../src/folios/refund-decision.ts";
import type { PostedRefund } from "../../src/folios/refund-decision.ts";
import type { NewRefund, StandingRefund } from "../../src/folios/refund.ts";
import { decideCharge } from "../../src/folios/decide-charge.ts";
import { decideRepost } from "../../src/folios/decide-repost.ts";
import { closedAtOf, isDateGuessed } from "../../src/folios/charge-dates.ts";
import { chainRootOf, receiptFlag } from "../../src/folios/charge-effects.ts";
import { makeCharge } from "../../src/folios/make-charge.ts";
import { ID_STEP } from "../../src/folios/charge-decision.ts";
import type {
  ChainMember,
  Charge,
  ChargeDecision,
  ChargeEffects,
  ChargeFacts,
  FlagChange,
  IdentityFacts,
  KeptLookAlike,
  KnownReceipt,
  LookAlike,
  MemberRef,
  PostedCharge,
  RepostObstacle,
} from "../../src/folios/charge-decision.ts";
import type { Bill, Posting, LinkedPosting } from "../../src/folios/posting.ts";
import { readBody } from "../../src/receipts/read-body.ts";
import { readReceipt } from "../../src/receipts/read-receipt.ts";
import type { Property } from "../../src/properties/property.ts";
import { namedAccounts } from "../../src/store/charge-identity.ts";
import { isAnother, MINUTES_APART_MS } from "../../src/store/look-alikes.ts";
import type { Account } from "../../src/reservations/reservation.ts";

export const hotel: Property = {
  id: "demo",
  name: "Hotel Demo",
  currency: "CHF",
  timezone: "Europe/Zurich",
  dayEndsAt: "05:00",
  roundingTolerance: 5n,
  transactionCodes: {
    fallback: "9000",
    gratuity: "9100",
    serviceCharge: "9200",
    discount: "9300",
    surcharge: "9400",
    rounding: "9500",
    difference: "9600",
    transfer: "9700",
    payments: { CASH: "8000", CARD: "8001", IKPMS: "8002" },
    paymentFallback: "8900",
    accountingGroups: { "962442041491505": { code: "2000", rates: {} } },
    revenueCenters: {},
  },
  businessLocations: [],
};

export function guest(
  folioId: string,
  overrides: Partial<Account> = {},
): Account {
  return {
    folioId,
    type: "reservation",
    status: "in-house",
    blocked: false,
    creditLeft: null,
    ...overrides,
  };
}

/** What is asked for where nothing narrows it. */
export const WHOLE_REST: RefundRequest = {
  lines: null,
  amount: null,
  tip: null,
  folioId: null,
  external: false,
  paid: null,
  reason: null,
  externalKey: null,
};

/** A charge read and totalled from a request body, as the till's door makes it. */
export function chargeOf(
  bill: unknown,
  property: Property = hotel,
  idempotencyKey: string | null = null,
): Charge {
  const reading = readBody(Buffer.from(JSON.stringify(bill)));
  if (reading.kind === "unreadable")
    throw new Error(`unreadable: ${JSON.stringify(reading.faults)}`);
  return makeCharge(readReceipt(reading.exact), {
    property,
    businessLocationId: "45454565682155",
    receivedAt: Date.parse("2026-11-20T21:00:00Z"),
    idempotencyKey,
    refusal: null,
  });
}

/**
 * The books in memory: keeps what `decideCharge` answers and gives it the facts again, as plainly as can be, so that
 * the decision can be tried on thousands of sequences without a database.
 */
export class Books {
  readonly receipts: ChargeEffects["receipts"] = [];
  readonly refused: (ChargeEffects["refused"][number] & {
    status: "open" | "reposted" | "dismissed" | "superseded";
    statusReason: string | null;
    /** The receipt that stands for it. */
    receiptId: bigint | null;
  })[] = [];
  readonly bills: Bill[] = [];
  readonly postings: Posting[] = [];
  readonly flags: FlagChange[] = [];
  readonly links: ChargeEffects["links"] = [];
  readonly refunds: (NewRefund & {
    status: "posted" | "reversed";
    stateNo: number;
    overRefunded: bigint;
  })[] = [];
  readonly accounts: Map<string, Account>;
  readonly property: Property;
  lastClosedDate: string | null = null;
  #nextId = 1n;

  constructor(accounts: Account[], property: Property = hotel) {
    this.accounts = new Map(
      accounts.map((account) => [account.folioId, account]),
    );
    this.property = property;
  }

  take(charge: Charge): ChargeDecision {
    const decision = decideCharge(charge, this.#factsFor(charge));
    if (decision.kind !== "replayed") this.#keep(decision.effects);
    return decision;
  }

  /** A person puts a refused bill on folios, as `repost` of the store does. */
  repost(
    refusedId: bigint,
    folios: Record<string, string> = {},
    doubleConfirmed = false,
  ): PostedCharge | RepostObstacle {
    const item = this.refused.find((own) => own.refusedId === refusedId)!;
    const charge: Charge = {
      ...item.charge,
      refusal: null,
      repost: {
        refusedKey: "",
        folios: new Map(Object.entries(folios)),
        doubleConfirmed,
      },
    };
    const decision = decideRepost(charge, this.#factsFor(charge));
    if (decision.kind === "posted") this.#keep(decision.effects);
    return decision;
  }

  /** The whole rest of a receipt, unless it is asked for otherwise. */
  refund(
    receiptId: bigint,
    asked: Partial<RefundRequest> = {},
  ): PostedRefund | RefundRefusal {
    const decision = decideRefund(
      { ...WHOLE_REST, ...asked },
      this.refundFacts(receiptId),
    );
    if (decision.kind === "posted") {
      this.#keep(decision.effects);
      const { refund } = decision;
      const standing = { status: "posted" as const, stateNo: 0 };
      this.refunds.push({ ...refund, ...standing, overRefunded: 0n });
    }
    return decision;
  }

  /** False: it is not open. */
  dismiss(refusedId: bigint): boolean {
    const item = this.refused.find((own) => own.refusedId === refusedId)!;
    if (item.status !== "open") return false;
    Object.assign(item, { status: "dismissed", statusReason: "dismissed" });
    this.#clearDouble({ type: "refused", id: refusedId });
    for (const { ref } of [
      ...this.#lookAlikesOf(item.charge).values(),
    ].flat()) {
      const kept =
        this.refused.find((own) => own.refusedId === ref.id) ??
        this.receipts.find((own) => own.receiptId === ref.id)!;
      if (this.#lookAlikesOf(kept.charge).size === 0) this.#clearDouble(ref);
    }
    return true;
  }

  #keptLookAlikesOf(refusedId: bigint, charge: Charge): KeptLookAlike[] {
    const found = new Map<bigint, KeptLookAlike>();
    for (const own of [...this.#lookAlikesOf(charge).values()].flat()) {
      const { ref } = own;
      const kept =
        this.refused.find((other) => other.refusedId === ref.id) ??
        this.receipts.find((other) => other.receiptId === ref.id)!;
      const others = [...this.#lookAlikesOf(kept.charge).values()]
        .flat()
        .map((other) => other.ref.id)
        .filter((id) => id !== refusedId);
      found.set(ref.id, { ...own, others });
    }
    return [...found.values()];
  }

  #clearDouble(subject: MemberRef): void {
    const flag = "possible-double";
    if (this.standingFlags(subject).includes(flag))
      this.flags.push({ ...receiptFlag(subject, flag), action: "cleared" });
  }

  refundFacts(receiptId: bigint): RefundFacts {
    const { charge } = this.receipts.find(
      (receipt) => receipt.receiptId === receiptId,
    )!;
    const reversals = this.receipts
      .filter((other) => this.reverses(other.receiptId)?.id === receiptId)
      .flatMap((other) => this.#postingsOf(other.receiptId));
    return {
      now: charge.receivedAt,
      property: this.property,
      lastClosedDate: this.lastClosedDate,
      receipt: {
        receiptId,
        businessLocationId: charge.businessLocationId,
        kind: charge.totalled.kind,
        lines: charge.totalled.lines,
        postings: this.#postingsOf(receiptId),
        reversals,
        refunds: this.#refundsOf(receiptId),
      },
      goneFolios: new Set(
        [...this.accounts.values()]
          .filter(({ status }) => status === "checked-out")
          .map(({ folioId }) => folioId),
      ),
      ids: this.#ids,
    };
  }

  /** Its own, without those of refunds. */
  #postingsOf(receiptId: bigint): LinkedPosting[] {
    const own = (isRefund: boolean): Bill[] =>
      this.bills.filter(
        (bill) =>
          bill.receiptId === receiptId &&
          (bill.cause === "refund") === isRefund,
      );
    return own(false).flatMap((bill) => this.#postingsFrom(bill));
  }

  #postingsFrom(range: {
    firstPostingId: bigint;
    postingCount: number;
  }): LinkedPosting[] {
    const end = range.firstPostingId + BigInt(range.postingCount) * ID_STEP;
    return this.postings
      .filter(
        ({ postingId }) => postingId >= range.firstPostingId && postingId < end,
      )
      .map((posting) => ({
        ...posting,
        reverses: this.postingReverses(posting.postingId),
      }));
  }

  #refundsOf(receiptId: bigint): StandingRefund[] {
    return this.refunds
      .filter((own) => own.receiptId === receiptId && own.status === "posted")
      .map((own) => ({
        refundId: own.refundId,
        external: own.external,
        stateNo: own.stateNo,
        overRefunded: own.overRefunded,
        total: own.totals.totalAmount,
        lines: own.lines,
        postings: this.#postingsFrom(own),
      }));
  }

  readonly #ids: RefundFacts["ids"] = {
    reserve: (count) => {
      const first = this.#nextId;
      this.#nextId += BigInt(count) * ID_STEP;
      return first;
    },
  };

  balance(folioId: string): bigint {
    return this.postings
      .filter((posting) => posting.folioId === folioId)
      .reduce((sum, { gross }) => sum + gross, 0n);
  }

  balances(): Record<string, string> {
    const folios = [
      ...new Set(this.postings.map((posting) => posting.folioId)),
    ].sort();
    return Object.fromEntries(
      folios
        .map((folioId) => [folioId, String(this.balance(folioId))])
        .filter(([, sum]) => sum !== "0"),
    );
  }

  standingFlags(ref: MemberRef): string[] {
    const standing = new Map<string, string>();
    for (const change of this.flags) {
      if (change.subject.type !== ref.type || change.subject.id !== ref.id)
        continue;
      const key = `${change.flag}|${change.folioId ?? ""}|${change.postingId ?? ""}`;
      if (change.action === "raised") standing.set(key, change.flag);
      else standing.delete(key);
    }
    return [...new Set(standing.values())].sort();
  }

  openRefused(): string[] {
    return this.refused
      .filter((item) => item.status === "open")
      .map((item) => item.charge.identity.uuid ?? "");
  }

  /** The original a reversal is linked to now. */
  reverses(receiptId: bigint): MemberRef | null {
    let found: MemberRef | null = null;
    for (const change of this.links) {
      if (change.kind !== "reverses-receipt" || change.from !== receiptId)
        continue;
      const type = change.toType === "refused" ? "refused" : "receipt";
      found = change.action === "linked" ? { type, id: change.to } : null;
    }
    return found;
  }

  #billOf({ postingId }: Posting): Bill | undefined {
    return this.bills.find(
      ({ firstPostingId: first, postingCount }) =>
        postingId >= first &&
        postingId < first + BigInt(postingCount) * ID_STEP,
    );
  }

  /** The posting that one takes back, as linked now. */
  postingReverses(postingId: bigint): bigint | null {
    let found: bigint | null = null;
    for (const change of this.links) {
      if (change.kind !== "reverses-posting" || change.from !== postingId)
        continue;
      if (change.action === "linked") found = change.to;
      else if (found === change.to) found = null;
    }
    return found;
  }

  #factsFor(charge: Charge): ChargeFacts {
    const { identity } = charge;
    const before = this.refused.find(
      (item) =>
        item.charge.identity.uuid === identity.uuid &&
        item.charge.identity.fiscId === identity.fiscId &&
        item.charge.identity.contentDigest === identity.contentDigest,
    );
    return {
      now: charge.receivedAt,
      property: this.property,
      location: {
        id: charge.businessLocationId,
        name: "Restaurant",
        businessExternalReference: null,
        features: [],
        goLiveAt: null,
        transactionCodes: {
          ...this.property.transactionCodes,
          fallback: null,
          accountingGroups: {},
          payments: {},
          revenueCenters: {},
        },
      },
      lastClosedDate: this.lastClosedDate,
      identities: this.#identitiesOf(charge),
      accounts: this.accounts,
      chain: this.#chainOf(charge),
      refusedBefore:
        before === undefined
          ? null
          : {
              refusedId: before.refusedId,
              status: before.status,
              receiptId: before.receiptId,
            },
      lookAlikes: this.#lookAlikesOf(charge),
      ids: this.#ids,
    };
  }

  /** By reservation as named and by folio, refused ones included. */
  #lookAlikesOf(charge: Charge): Map<string, LookAlike[]> {
    const closedAt = closedAtOf(charge);
    const itself = {
      uuid: charge.identity.uuid,
      chainRoot: chainRootOf(charge),
    };
    const isAlike = (own: Charge, chainRoot: string | null): boolean =>
      own.identity.linesDigest === charge.identity.linesDigest &&
      Math.abs(closedAtOf(own) - closedAt) <= MINUTES_APART_MS &&
      isAnother({ uuid: own.identity.uuid, chainRoot }, itself);
    const found = new Map<string, LookAlike[]>();
    const add = (account: string, ref: MemberRef): void => {
      const flagged = this.standingFlags(ref).includes("possible-double");
      const others = found.get(account) ?? [];
      if (others.every((other) => other.ref.id !== ref.id))
        found.set(account, [...others, { ref, flagged }]);
    };
    for (const account of namedAccounts(charge)) {
      for (const { receiptId, charge: own, chainRoot } of this.receipts) {
        const stands = this.bills.some(
          (bill) =>
            bill.receiptId === receiptId &&
            bill.folioId === account &&
            bill.reservationId !== null,
        );
        if (stands && isAlike(own, chainRoot))
          add(account, { type: "receipt", id: receiptId });
      }
      for (const { refusedId, charge: own, ...item } of this.refused) {
        if (!namedAccounts(own).has(account)) continue;
        if (!isAlike(own, item.chainRoot)) continue;
        if (item.status === "open")
          add(account, { type: "refused", id: refusedId });
        if (item.status === "reposted")
          add(account, { type: "receipt", id: item.receiptId! });
      }
    }
    return found;
  }

  #identitiesOf({ identity }: Charge): IdentityFacts {
    type Kept = ChargeEffects["receipts"][number];
    const known = ({
      receiptId,
      charge: { identity: own, recovered },
    }: Kept): KnownReceipt => ({ ...own, receiptId, recovered });
    const find = (
      match: (own: Charge["identity"]) => boolean,
    ): KnownReceipt | null => {
      const receipt = this.receipts.find(({ charge }) =>
        match(charge.identity),
      );
      return receipt === undefined ? null : known(receipt);
    };
    const { uuid, fiscId, idempotencyKey: key, contentDigest } = identity;
    return {
      byUuid: uuid === null ? null : find((own) => own.uuid === uuid),
      byKey: key === null ? null : find((own) => own.idempotencyKey === key),
      byContent:
        uuid === null && fiscId === null
          ? find((own) => own.contentDigest === contentDigest)
          : null,
      byFiscId: this.receipts
        .filter(
          ({ charge: { identity: own } }) =>
            fiscId !== null && own.fiscId === fiscId,
        )
        .map(known),
    };
  }

  #chainOf(charge: Charge): ChainMember[] {
    const root =
      charge.totalled.receipt.initialAccountId ?? charge.identity.fiscId;
    if (root === null) return [];
    const base = (own: Charge, closedAt: number) => ({
      uuid: own.identity.uuid,
      fiscId: own.identity.fiscId,
      closedAt,
      dateGuessed: isDateGuessed(own),
      kind: own.totalled.kind,
      payments: own.totalled.payments,
      contentDigest: own.identity.contentDigest,
    });
    const receipts = this.receipts
      .filter((receipt) => receipt.chainRoot === root)
      .map((receipt): ChainMember => ({
        type: "receipt",
        receiptId: receipt.receiptId,
        ...base(receipt.charge, receipt.closedAt),
        bills: this.standingBills(receipt.receiptId),
        postings: this.#postingsOf(receipt.receiptId).map((posting) => ({
          ...posting,
          reservationId: this.#billOf(posting)?.reservationId ?? null,
        })),
        refunds: this.#refundsOf(receipt.receiptId),
        reverses: this.reverses(receipt.receiptId),
        flags: this.standingFlags({ type: "receipt", id: receipt.receiptId }),
        charge: receipt.charge,
      }));
    const refused = this.refused
      .filter(
        (item) => item.chainRoot === root && item.reason !== "content-conflict",
      )
      .filter(
        (item) =>
          item.status !== "superseded" ||
          item.statusReason === "voided-at-till",
      )
      .filter((item) => item.status !== "reposted")
      .map((item): ChainMember => ({
        type: "refused",
        refusedId: item.refusedId,
        status: item.status as "open" | "dismissed" | "superseded",
        reason: item.reason,
        voidedAtTill: item.statusReason === "voided-at-till",
        ...base(item.charge, item.closedAt),
        charge: item.charge,
        identities: this.#identitiesOf(item.charge),
        flags: this.standingFlags({ type: "refused", id: item.refusedId }),
        lookAlikes:
          item.status === "dismissed"
            ? []
            : this.#keptLookAlikesOf(item.refusedId, item.charge),
      }));
    return [...receipts, ...refused];
  }

  /** Summed by folio and reservation, refunds left out; what sums to nothing does not stand. */
  standingBills(
    receiptId: bigint,
  ): Pick<Bill, "folioId" | "reservationId" | "amount" | "gratuity">[] {
    const sums = new Map<
      string,
      Pick<Bill, "folioId" | "reservationId" | "amount" | "gratuity">
    >();
    for (const bill of this.bills.filter(
      (own) => own.receiptId === receiptId && own.cause !== "refund",
    )) {
      const key = JSON.stringify([bill.folioId, bill.reservationId]);
      const sum = sums.get(key) ?? {
        folioId: bill.folioId,
        reservationId: bill.reservationId,
        amount: 0n,
        gratuity: 0n,
      };
      sum.amount += bill.amount;
      sum.gratuity += bill.gratuity;
      sums.set(key, sum);
    }
    return [...sums.values()].filter(
      (bill) => bill.amount !== 0n || bill.gratuity !== 0n,
    );
  }

  #keep(effects: ChargeEffects): void {
    this.receipts.push(...effects.receipts);
    this.refused.push(
      ...effects.refused.map((item) => ({
        ...item,
        status: "open" as const,
        statusReason: null,
        receiptId: null,
      })),
    );
    this.bills.push(...effects.bills);
    for (const posting of effects.postings) this.postings.push(posting);
    this.flags.push(...effects.flags);
    this.links.push(...effects.links);
    for (const { refundId, ...change } of effects.refundChanges) {
      const refund = this.refunds.find((own) => own.refundId === refundId)!;
      Object.assign(refund, change);
    }
    for (const change of effects.refusedChanges) {
      const item = this.refused.find(
        ({ refusedId }) => refusedId === change.refusedId,
      );
      if (item !== undefined)
        Object.assign(item, {
          status: change.status,
          statusReason: change.reason,
          receiptId: change.receiptId,
        });
    }
  }
}
