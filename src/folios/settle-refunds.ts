import { currencyDecimals, formatMinor, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import { openDateFor } from "./charge-dates.ts";
import { ID_STEP } from "./charge-decision.ts";
import type {
  ChargeEffects,
  ChargeFacts,
  ReceiptMember,
} from "./charge-decision.ts";
import type { Posting, LinkedPosting } from "./posting.ts";
import { link, receiptFlag } from "./charge-effects.ts";
import type { StandingRefund } from "./refund.ts";

const OVER_REFUNDED = "over-refunded";

/**
 * What the till takes back of a sale is posted in full; so as not to give it back twice, refunds made here that are then
 * more than what is left are reversed, the newest first. One settled outside cannot be: it is flagged with the amount.
 * `reversals`: the postings of the reversals allotted to the sale, as they stand now.
 */
export function settleRefunds(
  sale: ReceiptMember,
  reversals: readonly LinkedPosting[],
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  const standing = [...sale.refunds];
  for (;;) {
    const excess = excessOf(sale, reversals, standing);
    const last = excess.from
      .filter(({ external }) => !external)
      .sort((a, b) => (a.refundId < b.refundId ? 1 : -1))[0];
    if (last === undefined) break;
    reverseRefund(sale, last, effects, facts);
    standing.splice(standing.indexOf(last), 1);
  }
  settleExternal(sale, reversals, standing, effects, facts);
}

/** How much of a sale was given back twice, and the refunds that have a part in it. */
function excessOf(
  sale: ReceiptMember,
  reversals: readonly LinkedPosting[],
  refunds: readonly StandingRefund[],
): { amount: Minor; from: StandingRefund[] } {
  const counted = sale.postings.filter(counts);
  const back = reversals.filter(counts);
  const taking = (
    postings: readonly LinkedPosting[],
    { postingId }: Posting,
  ): Minor =>
    -sum(
      postings
        .filter(({ reverses }) => reverses === postingId)
        .map(({ gross }) => gross),
    );
  let left = 0n;
  let linked = 0n;
  let twice = 0n;
  const from = new Set<StandingRefund>();
  for (const posting of counted) {
    const byTill = within(taking(back, posting), posting.gross);
    linked += byTill;
    const stands = posting.gross - byTill;
    left += stands;
    const refunded = refunds.map((refund) => taking(refund.postings, posting));
    const over = sum(refunded) - within(sum(refunded), stands);
    if (over === 0n) continue;
    twice += over;
    refunds.forEach((refund, at) => {
      if (refunded[at] !== 0n) from.add(refund);
    });
  }
  // What the till took back without saying of which posting.
  const loose = -sum(back.map(({ gross }) => gross)) - linked;
  if (loose > 0n) left -= loose;
  const whole = sum(refunds.map(({ total }) => total));
  const beyond = whole - (left > 0n ? left : 0n);
  if (beyond > 0n) for (const refund of refunds) from.add(refund);
  const amount = beyond > twice ? beyond : twice;
  return amount > 0n ? { amount, from: [...from] } : { amount: 0n, from: [] };
}

function counts({ kind }: Posting): boolean {
  return kind !== "payment" && kind !== "transfer";
}

/** As much of a bound as is there, whichever its sign. */
function within(value: Minor, boundary: Minor): Minor {
  const [least, most] = boundary > 0n ? [0n, boundary] : [boundary, 0n];
  return value < least ? least : value > most ? most : value;
}

function reverseRefund(
  { receiptId }: ReceiptMember,
  { refundId, stateNo, postings }: StandingRefund,
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  const businessDate = openDateFor(facts.now, facts);
  let postingId = facts.ids.reserve(postings.length);
  for (const [folioId, own] of Map.groupBy(postings, (one) => one.folioId)) {
    const sumOf = (isOne: (kind: Posting["kind"]) => boolean): Minor =>
      -sum(own.filter(({ kind }) => isOne(kind)).map(({ gross }) => gross));
    effects.bills.push({
      receiptId,
      folioId,
      cause: "refund",
      reservationId: null,
      amount: sumOf((kind) => kind !== "gratuity" && kind !== "payment"),
      gratuity: sumOf((kind) => kind === "gratuity"),
      firstPostingId: postingId,
      postingCount: own.length,
    });
    for (const { reverses: _reverses, ...posting } of own) {
      effects.postings.push({
        ...posting,
        postingId,
        quantity: -posting.quantity,
        net: -posting.net,
        tax: -posting.tax,
        gross: -posting.gross,
        taxes: posting.taxes.map((tax) => ({ ...tax, amount: -tax.amount })),
        businessDate,
        postedAt: facts.now,
      });
      effects.links.push(
        link("reverses-posting", postingId, posting.postingId, "posting"),
      );
      postingId += ID_STEP;
    }
  }
  effects.refundChanges.push({
    refundId,
    stateNo: stateNo + 1,
    status: "reversed",
    overRefunded: 0n,
  });
}

function settleExternal(
  sale: ReceiptMember,
  reversals: readonly LinkedPosting[],
  standing: readonly StandingRefund[],
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  const excess = excessOf(sale, reversals, standing);
  let left = excess.amount;
  const newestFirst = [...standing].sort((a, b) =>
    a.refundId < b.refundId ? 1 : -1,
  );
  for (const { refundId, stateNo, total, overRefunded } of newestFirst) {
    const over = left < total ? left : total;
    left -= over;
    if (over !== overRefunded)
      effects.refundChanges.push({
        refundId,
        stateNo: stateNo + 1,
        status: "posted",
        overRefunded: over,
      });
  }
  const stands = sale.flags.includes(OVER_REFUNDED);
  if (stands === excess.amount > 0n) return;
  const decimals = currencyDecimals(facts.property.currency);
  const detail = formatMinor(excess.amount, decimals);
  const { receiptId } = sale;
  effects.flags.push({
    ...receiptFlag({ type: "receipt", id: receiptId }, OVER_REFUNDED, detail),
    action: stands ? "cleared" : "raised",
  });
}
