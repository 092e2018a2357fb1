import { absolute, THOUSANDTH, divideRounded, ONE, sum } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import { clearingAccount, isClearingAccount } from "../properties/property.ts";
import type { TaxPart } from "../receipts/receipt.ts";
import { openDateFor } from "./charge-dates.ts";
import { ID_STEP } from "./charge-decision.ts";
import type { ChargeEffects, MemberRef } from "./charge-decision.ts";
import type { Posting, LinkedPosting } from "./posting.ts";
import { link, noEffects, receiptFlag } from "./charge-effects.ts";
import type {
  PostedRefund,
  RefundFacts,
  RefundRequest,
  Taken,
} from "./refund-decision.ts";
import { inProportion } from "./in-proportion.ts";
import type { NewRefund, RefundPart, RefundTotals } from "./refund.ts";
import { mergedTaxes } from "./take-of-line.ts";
import { tendersOf } from "./tenders.ts";
import { transactionCodeOf } from "./transaction-code.ts";

/** How a clearing account is settled of what was given back outside. */
const EXTERNAL = { methodCode: "EXTERNAL", methodName: "External" };

/**
 * The refund and its postings: each takes back a part of one posting of the sale, on the same folio, with its transaction
 * code and taxes. What is booked on a clearing account is settled there by opposite payments: those of the sale, in
 * proportion, or one that says it was settled outside.
 */
export function postRefund(
  request: RefundRequest,
  taken: Taken,
  facts: RefundFacts,
): PostedRefund {
  const { receipt, ids, now } = facts;
  const { external } = request;
  const refundId = ids.reserve(1);
  const businessDate = openDateFor(now, facts);
  const clearing = clearingAccount(receipt.businessLocationId);
  const sold = new Map(receipt.postings.map((own) => [own.postingId, own]));
  const drafts = mergedParts(taken).map((part) => {
    const back = takenBack(sold.get(part.postingId)!, part);
    return external ? { ...back, folioId: clearing } : back;
  });
  const folios = [...Map.groupBy(drafts, ({ folioId }) => folioId)];
  const effects = noEffects();
  const count = (): number => effects.postings.length;
  const booked = folios.map(([folioId, own]) => {
    const isClearing = isClearingAccount(folioId);
    const total = -sum(own.map(({ gross }) => gross));
    const payments = !isClearing
      ? []
      : external
        ? [externalPayment(total, folioId, own[0]!, facts)]
        : paymentsBack(total, folioId, facts);
    return { folioId, postings: [...own, ...payments] };
  });
  const all = booked.flatMap(({ postings }) => postings);
  const firstPostingId = ids.reserve(all.length);
  for (const { folioId, postings } of booked) {
    const bill = {
      receiptId: receipt.receiptId,
      folioId,
      cause: "refund" as const,
      reservationId: null,
      amount: grossOf(postings, ({ kind }) => !isTipOrPayment(kind)),
      gratuity: grossOf(postings, ({ kind }) => kind === "gratuity"),
      firstPostingId: firstPostingId + BigInt(count()) * ID_STEP,
      postingCount: postings.length,
    };
    effects.bills.push(bill);
    for (const { reverses, ...posting } of postings) {
      const postingId = firstPostingId + BigInt(count()) * ID_STEP;
      effects.postings.push({
        ...posting,
        postingId,
        receiptId: receipt.receiptId,
        businessDate,
        postedAt: now,
      });
      if (reverses !== null)
        effects.links.push(
          link("reverses-posting", postingId, reverses, "posting"),
        );
      flagUnmapped(posting, postingId, facts, effects);
    }
  }
  const refund: NewRefund = {
    refundId,
    receiptId: receipt.receiptId,
    kind: taken.kind,
    businessLocationId: receipt.businessLocationId,
    businessDate,
    totals: totalsOf(taken),
    external,
    reason: request.reason,
    externalKey: request.externalKey,
    lines: taken.lines,
    firstPostingId,
    postingCount: count(),
    createdAt: now,
  };
  return { kind: "posted", refund, effects };
}

/** A posting before it has an id and a date. */
type Draft = Omit<LinkedPosting, "postingId" | "businessDate" | "postedAt">;

function isTipOrPayment(kind: Posting["kind"]): boolean {
  return kind === "gratuity" || kind === "payment";
}

function grossOf(
  postings: readonly Draft[],
  counts: (posting: Draft) => boolean,
): Minor {
  return sum(postings.filter(counts).map(({ gross }) => gross));
}

/** Two lines may take of one posting: the discount they share. */
function mergedParts({ lines, tips }: Taken): RefundPart[] {
  const merged = new Map<bigint, RefundPart>();
  for (const part of lines.flatMap(({ parts }) => parts)) {
    const known = merged.get(part.postingId);
    merged.set(part.postingId, {
      postingId: part.postingId,
      gross: part.gross + (known?.gross ?? 0n),
      quantity: addQuantities(part.quantity, known?.quantity ?? null),
      taxes: mergedTaxes([...(known?.taxes ?? []), ...part.taxes]),
    });
  }
  for (const { posting, amount } of tips) {
    const { postingId } = posting;
    merged.set(postingId, {
      postingId,
      gross: amount,
      quantity: ONE,
      taxes: [],
    });
  }
  return [...merged.values()].sort((a, b) =>
    a.postingId < b.postingId ? -1 : 1,
  );
}

function takenBack(original: LinkedPosting, part: RefundPart): Draft {
  const tax = sum(part.taxes.map(({ amount }) => amount));
  return {
    ...original,
    quantity: -quantityOf(original, part),
    gross: -part.gross,
    net: tax - part.gross,
    tax: -tax,
    taxes: negated(part.taxes),
    exactGross: null,
    reverses: original.postingId,
  };
}

function addQuantities(
  one: Decimal | null,
  other: Decimal | null,
): Decimal | null {
  return one === null || other === null ? (one ?? other) : one + other;
}

function quantityOf(original: LinkedPosting, part: RefundPart): Decimal {
  if (part.quantity !== null) return part.quantity;
  if (original.gross === 0n) return 0n;
  if (original.gross === part.gross) return original.quantity;
  const share = original.quantity * absolute(part.gross);
  return (
    divideRounded(share, absolute(original.gross) * THOUSANDTH) * THOUSANDTH
  );
}

function negated(taxes: readonly TaxPart[]): TaxPart[] {
  return taxes.map((tax) => ({ ...tax, amount: -tax.amount }));
}

/** In proportion to what each tender still stands with; to what it came to, where the till gave back by other tenders. */
function paymentsBack(
  total: Minor,
  folioId: string,
  { receipt }: RefundFacts,
): Draft[] {
  const tenders = tendersOf(receipt, folioId);
  const left = tenders.map((tender) => tender.left);
  const amounts = inProportion(
    total,
    sum(left) >= total && sum(left) > 0n
      ? left
      : tenders.map(({ came }) => came),
  );
  return tenders.flatMap(({ posting }, at) =>
    amounts[at] === 0n ? [] : [payment(posting, amounts[at]!, posting)],
  );
}

function externalPayment(
  total: Minor,
  folioId: string,
  like: Draft,
  { property, receipt }: RefundFacts,
): Draft {
  const { code } = externalCode(property, receipt.businessLocationId, like);
  return payment({ ...like, folioId, transactionCode: code }, total, {
    ...EXTERNAL,
    postingId: null,
    description: EXTERNAL.methodName,
  });
}

function externalCode(
  property: RefundFacts["property"],
  locationId: string,
  { revenueCenterId }: Pick<Posting, "revenueCenterId">,
): ReturnType<typeof transactionCodeOf> {
  const location = property.businessLocations.find(
    ({ id }) => id === locationId,
  );
  const { methodCode } = EXTERNAL;
  return transactionCodeOf(
    {
      kind: "payment",
      accountingGroupId: null,
      rates: [],
      revenueCenterId,
      methodCode,
    },
    property,
    location ?? property,
  );
}

function payment(
  like: Draft,
  amount: Minor,
  tender: Pick<Posting, "methodCode" | "methodName" | "description"> & {
    postingId: bigint | null;
  },
): Draft {
  return {
    ...like,
    kind: "payment",
    lineNo: null,
    description: tender.description,
    quantity: ONE,
    gross: amount,
    net: amount,
    tax: 0n,
    taxes: [],
    sku: null,
    accountingGroupId: null,
    accountingGroupName: null,
    staffId: null,
    methodCode: tender.methodCode,
    methodName: tender.methodName,
    exactGross: null,
    reverses: tender.postingId,
  };
}

/** What takes back a posting has its code, whose flag stands there; only the payment made outside is new. */
function flagUnmapped(
  posting: Omit<Draft, "reverses">,
  postingId: bigint,
  { property, receipt }: RefundFacts,
  effects: ChargeEffects,
): void {
  if (posting.methodCode !== EXTERNAL.methodCode) return;
  const { businessLocationId, receiptId } = receipt;
  if (externalCode(property, businessLocationId, posting).mapped) return;
  const subject: MemberRef = { type: "receipt", id: receiptId };
  const { folioId } = posting;
  effects.flags.push({
    ...receiptFlag(subject, "unmapped"),
    folioId,
    postingId,
  });
}

function totalsOf({ lines, tips }: Taken): RefundTotals {
  const gross = sum(lines.map((line) => line.gross));
  const tipAmount = sum(tips.map(({ amount }) => amount));
  const taxes = lines.flatMap((line) => line.taxes);
  const taxAmount = sum(taxes.map(({ amount }) => amount));
  const totalDiscount = sum(lines.map(({ discount }) => discount));
  return {
    totalDiscount,
    discountPercentage: percentageOf(totalDiscount, gross),
    subTotal: gross + tipAmount - taxAmount,
    taxAmount,
    totalAmount: gross + tipAmount,
    tipAmount,
  };
}

/** Of a discount in what it would have come to without; hundredths of a percent. */
export function percentageOf(discount: Minor, gross: Minor): bigint {
  const whole = gross + discount;
  return discount > 0n && whole > 0n
    ? divideRounded(10_000n * discount, whole)
    : 0n;
}
