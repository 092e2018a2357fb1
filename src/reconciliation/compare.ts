import { NOTHING } from "./comparison.ts";
import type {
  ComparedLocation,
  ComparedReceipt,
  ComparedRefused,
  ComparedSale,
  Comparison,
  Found,
  Reason,
  Side,
} from "./comparison.ts";
import { changeOf, firstDifference, hasRoomCharge } from "./sides.ts";

/** A sale with what the receiver has of it; null: nothing. */
export function compareSale(
  sale: ComparedSale,
  found: Found | null,
  location: ComparedLocation,
  businessDate: string,
): Comparison {
  const base = {
    ...NAMELESS,
    key: sale.key,
    businessLocationId: location.businessLocationId,
    businessDate,
    closedAt: sale.closedAt,
    saleType: sale.type,
    uuid: sale.uuid,
    fiscId: sale.fiscId,
    receiptNumber: sale.receiptNumber,
    lightspeed: sale.paid,
    here: NOTHING,
  };
  if (found?.kind === "receipt") {
    return { ...base, ...compareBoth(sale, found.receipt) };
  }
  if (found?.kind === "refused") {
    const { refusedId } = found.refused;
    return { ...base, refusedId, ...whileRefused(found.refused) };
  }
  if (found?.kind === "corrected") {
    return { ...base, ...compareCorrection(sale, found.receipt) };
  }
  const ignored = ignoredBecause(sale, location);
  return ignored === null
    ? { ...base, outcome: "missing-here", reason: null }
    : { ...base, outcome: "ignored", reason: ignored };
}

/** A receipt that no sale is of. */
export function withoutSale(
  receipt: ComparedReceipt,
  location: ComparedLocation,
  businessDate: string,
): Comparison {
  const { receiptId, closedAt, uuid, fiscId, receiptNumber } = receipt;
  const base = {
    ...NAMELESS,
    key: keyOfReceipt(receiptId),
    businessLocationId: location.businessLocationId,
    businessDate,
    closedAt,
    uuid,
    fiscId,
    receiptNumber,
    receiptId,
    lightspeed: NOTHING,
    here: standing(receipt),
  };
  if (isBeforeGoLive(closedAt, location))
    return { ...base, outcome: "ignored", reason: "before-go-live" };
  return receipt.stands
    ? { ...base, outcome: "missing-at-lightspeed", reason: null }
    : { ...base, outcome: "explained", reason: "voided-at-till" };
}

/** What staff gave back, which Lightspeed is not told of. */
export function refundedHere(refund: {
  refundId: bigint;
  receiptId: bigint;
  businessLocationId: string;
  businessDate: string;
  createdAt: number;
  /** Negative. */
  here: Side;
}): Comparison {
  const { refundId, createdAt, ...known } = refund;
  return {
    ...NAMELESS,
    ...known,
    key: `refund ${refundId}`,
    refundId,
    closedAt: createdAt,
    outcome: "explained",
    reason: "refund-here",
    lightspeed: NOTHING,
  };
}

export function keyOfReceipt(receiptId: bigint): string {
  return `receipt ${receiptId}`;
}

/**
 * Which of the receipts with its fiscal id a sale is, where no receipt has its uuid: one of the same outlet that lacks a
 * uuid, or to which the sale has none, and first one that was paid alike. Counters of devices restart: with two uuids that
 * differ, the fiscal id proves nothing, and two guests pay alike.
 */
export function sameByFiscalId(
  sale: ComparedSale,
  businessLocationId: string,
  receipts: readonly ComparedReceipt[],
): ComparedReceipt | null {
  const alike = ({ paid }: ComparedReceipt): boolean =>
    changeOf(sale.paid.methods, paid.methods).length === 0;
  const possible = receipts.filter(
    (receipt) =>
      receipt.businessLocationId === businessLocationId &&
      (receipt.uuid === null || sale.uuid === null),
  );
  return possible.find(alike) ?? possible[0] ?? null;
}

const NAMELESS = {
  saleType: null,
  uuid: null,
  fiscId: null,
  receiptNumber: null,
  receiptId: null,
  refusedId: null,
  refundId: null,
};

type Judgement = Pick<Comparison, "outcome" | "reason"> & Partial<Comparison>;

function compareBoth(sale: ComparedSale, receipt: ComparedReceipt): Judgement {
  const { receiptId, receiptNumber, stands } = receipt;
  const known = {
    receiptId,
    here: standing(receipt),
    receiptNumber: sale.receiptNumber ?? receiptNumber,
  };
  if (!stands)
    return { ...known, outcome: "explained", reason: "voided-at-till" };
  const reason = firstDifference(sale.paid, receipt.paid, sale.lines);
  const outcome = reason === null ? "matched" : "amount-differs";
  return { ...known, outcome, reason };
}

/** A correction says how its account is paid now: only what it changes of that is another sum of money. */
function compareCorrection(
  sale: ComparedSale,
  { receiptId, paid }: ComparedReceipt,
): Judgement {
  const change = changeOf(paid.methods, sale.paid.methods);
  const lightspeed: Side = { methods: change, tax: 0n };
  return change.length === 0
    ? { receiptId, lightspeed, outcome: "ignored", reason: "nothing-changed" }
    : {
        receiptId,
        lightspeed,
        outcome: "amount-differs",
        reason: "payments-changed",
      };
}

function whileRefused({ status }: ComparedRefused): Judgement {
  switch (status) {
    case "open":
      return { outcome: "missing-here", reason: "refused" };
    case "dismissed":
      return { outcome: "explained", reason: "dismissed" };
    case "superseded":
      return { outcome: "explained", reason: "voided-at-till" };
  }
}

/** What stands here of a receipt. */
function standing({ paid, stands }: ComparedReceipt): Side {
  return stands ? paid : NOTHING;
}

/** Types that are no bills of their own (reference g). Types not known yet are compared. */
const NO_BILLS: ReadonlySet<string> = new Set([
  "FLOAT",
  "CANCEL",
  "TRANSITORY",
]);
const BILLS_OF_ROOMS: ReadonlySet<string> = new Set([
  "RECALL",
  "SPLIT",
  "TRANSFER",
  "CROSS_BL",
]);

function ignoredBecause(
  { type, closedAt, paid }: ComparedSale,
  location: ComparedLocation,
): Reason | null {
  const isRoom = hasRoomCharge(paid);
  if (type !== null && NO_BILLS.has(type)) return "sale-type";
  if (type !== null && BILLS_OF_ROOMS.has(type) && !isRoom) return "sale-type";
  if (!isRoom && !location.mirrors) return "not-mirrored";
  return isBeforeGoLive(closedAt, location) ? "before-go-live" : null;
}

function isBeforeGoLive(
  closedAt: number | null,
  { goLiveAt }: ComparedLocation,
): boolean {
  return closedAt !== null && goLiveAt !== null && closedAt < goLiveAt;
}
