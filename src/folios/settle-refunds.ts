import {
  atLeastZero,
  currencyDecimals,
  formatMinor,
  sum,
  within,
} from "../money.ts";
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
    const last = [...excess.from.keys()]
      .filter(({ external }) => !external)
      .sort((a, b) => (a.refundId < b.refundId ? 1 : -1))[0];
    if (last === undefined) break;
    reverseRefund(sale, last, effects, facts);
    standing.splice(standing.indexOf(last), 1);
  }
  settleExternal(sale, reversals, standing, effects, facts);
}

/** How much of a sale was given back twice, and the refunds that have a part in it. A tip does not stand in for lines. */
function excessOf(
  sale: ReceiptMember,
  reversals: readonly LinkedPosting[],
  refunds: readonly StandingRefund[],
): Excess {
  const parts = [isOfLine, isTip].map((counts) =>
    excessAmong(
      // A tip that was taken off what somebody paid is nobody's to give back.
      sale.postings.filter(
        (own) => counts(own) && !(isTip(own) && own.gross < 0n),
      ),
      reversals.filter(counts),
      refunds.map((refund) => ({
        refund,
        postings: refund.postings.filter(counts),
      })),
    ),
  );
  const from = new Map<StandingRefund, Minor>();
  for (const part of parts)
    for (const [refund, own] of part.from)
      from.set(refund, (from.get(refund) ?? 0n) + own);
  return { amount: sum(parts.map(({ amount }) => amount)), from };
}

interface Excess {
  amount: Minor;
  /** With how much of each lies where too much was given back: it answers for no more. */
  from: ReadonlyMap<StandingRefund, Minor>;
}

/** A posting, a folio or the whole sale. */
interface Place {
  over: Minor;
  /** By each refund. */
  given: readonly Minor[];
}

/** By posting, by folio, and in sum: whatever is the most. */
function excessAmong(
  sold: readonly Posting[],
  back: readonly LinkedPosting[],
  refunds: readonly { refund: StandingRefund; postings: LinkedPosting[] }[],
): Excess {
  const takenByTill = takenOf(back);
  const takenHere = refunds.map(({ postings }) => takenOf(postings));
  const left = sold.map((posting) => {
    const { postingId } = posting;
    const byTill = within(takenByTill.get(postingId) ?? 0n, posting.gross);
    const given = takenHere.map((taken) => taken.get(postingId) ?? 0n);
    return { posting, byTill, stands: posting.gross - byTill, given };
  });
  const twice = left.map(({ stands, given }): Place => ({
    over: beyond(stands, given),
    given,
  }));
  const together = (
    own: typeof left,
    taken: readonly LinkedPosting[],
  ): Place => {
    // What the till took back without saying of which posting.
    const loose = -grossOf(taken) - sum(own.map(({ byTill }) => byTill));
    const stands = sum(own.map((one) => one.stands)) - atLeastZero(loose);
    const given = refunds.map((_, at) => sum(own.map((one) => one.given[at]!)));
    return { over: atLeastZero(beyond(atLeastZero(stands), given)), given };
  };
  const byFolio = Map.groupBy(left, ({ posting }) => posting.folioId);
  const backOnFolio = Map.groupBy(back, ({ folioId }) => folioId);
  const onFolios = [...byFolio].map(([folioId, own]) =>
    together(own, backOnFolio.get(folioId) ?? []),
  );
  const views = [twice, onFolios, [together(left, back)]].map((places) =>
    places.filter(({ over }) => over !== 0n),
  );
  const amount = most(
    views.map((places) => sum(places.map((one) => one.over))),
  );
  const from = new Map<StandingRefund, Minor>();
  if (amount === 0n) return { amount, from };
  for (const [at, { refund }] of refunds.entries()) {
    const given = views.map((places) => places.map((one) => one.given[at]!));
    if (given.flat().some((own) => own !== 0n))
      from.set(refund, most(given.map((own) => sum(own.map(atLeastZero)))));
  }
  return { amount, from };
}

function beyond(stands: Minor, given: readonly Minor[]): Minor {
  return sum(given) - within(sum(given), stands);
}

/** None is less than nothing. */
function most(values: readonly Minor[]): Minor {
  return values.reduce((top, one) => (one > top ? one : top), 0n);
}

/** By posting of the sale. */
function takenOf(postings: readonly LinkedPosting[]): Map<bigint, Minor> {
  const taken = new Map<bigint, Minor>();
  for (const { reverses, gross } of postings)
    if (reverses !== null)
      taken.set(reverses, (taken.get(reverses) ?? 0n) - gross);
  return taken;
}

function grossOf(postings: readonly Posting[]): Minor {
  return sum(postings.map(({ gross }) => gross));
}

function isTip({ kind }: Posting): boolean {
  return kind === "gratuity";
}

function isOfLine(posting: Posting): boolean {
  const { kind } = posting;
  return !isTip(posting) && kind !== "payment" && kind !== "transfer";
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
  for (const refund of newestFirst) {
    const { refundId, stateNo, total, overRefunded } = refund;
    const own = within(excess.from.get(refund) ?? 0n, total);
    const over = within(left, own);
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
