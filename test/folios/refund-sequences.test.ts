import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ID_STEP } from "../../src/folios/charge-decision.ts";
import type { Posting } from "../../src/folios/posting.ts";
import type { RefundRequest } from "../../src/folios/refund-decision.ts";
import { lineRests, tipRests } from "../../src/folios/refundable.ts";
import type { LineRest } from "../../src/folios/refundable.ts";
import type { Decimal, Minor } from "../../src/money.ts";
import { DECIMAL_PLACES, sum } from "../../src/money.ts";
import { buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest, hotel } from "../support/books.ts";
import { generatedBills } from "../support/generated-bills.ts";

/** What tills and staff do to a few bills; `of` picks one, `line` a line of it, `share` tells how much in twelfths. */
const step = fc.record({
  act: fc.constantFrom(
    "sale",
    "sale",
    "void",
    "part",
    "again",
    "repost",
    "rest",
    "line",
    "line",
    "quantity",
    "quantity",
    "amount",
    "amount",
    "tip",
  ),
  of: fc.nat({ max: 20 }),
  line: fc.nat({ max: 7 }),
  share: fc.integer({ min: 1, max: 13 }),
  folioId: fc.constantFrom(null, null, null, "001", "002"),
  external: fc.constantFrom(false, false, false, true),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const evenings = fc.record({
  bills: fc.array(generatedBills, { minLength: 1, maxLength: 4 }),
  steps: fc.array(step, { minLength: 2, maxLength: 18 }),
});

/** A fifth of what is asked for: each is an evening. */
const numRuns = Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 5);

test("nothing is credited beyond what was debited, and every step leaves sound books, whatever tills and staff take back", () => {
  fc.assert(
    fc.property(evenings, ({ bills, steps }) => {
      const books = new Books([guest("001"), guest("002")], {
        ...hotel,
        currency: bills[0]!.currency,
      });
      const rung: Bill[] = bills.map(({ bill }) => bill).slice(0, 1);
      books.take(chargeOf(rung[0], books.property));
      for (const one of steps) {
        const sale = bills[rung.length]?.bill;
        if (one.act === "sale" && sale !== undefined) rung.push(sale);
        play(books, rung, one);
        expectSound(books);
      }
    }),
    { numRuns },
  );
});

function play(books: Books, rung: Bill[], one: Step): void {
  const bill = rung[one.of % rung.length]!;
  const send = (sent: Bill): void => {
    books.take(chargeOf(sent, books.property));
  };
  switch (one.act) {
    case "sale": {
      send(rung.at(-1)!);
      return;
    }
    case "again": {
      send(bill);
      return;
    }
    case "void": {
      send(voidOf(bill));
      return;
    }
    case "part": {
      send(partOf(bill, one));
      return;
    }
    case "repost": {
      const item = books.refused[one.of % Math.max(1, books.refused.length)];
      if (item !== undefined)
        books.repost(item.refusedId, { "1": "002" }, true);
      return;
    }
    default:
      giveBack(books, one);
  }
}

/** The till takes one line back, paid to the first payer. */
function partOf(bill: Bill, { line }: Step): Bill {
  const whole = voidOf(bill);
  const own = whole.transactions[line % Math.max(1, whole.transactions.length)];
  const payer = whole.payments[0]!;
  const amount = (own?.["amount"] ?? -1) as number;
  return {
    ...whole,
    transactions: [own ?? buildLine({ amount, quantity: -1 })],
    payments: [buildPayment({ ...payer, amount, gratuity: 0 })],
  };
}

function giveBack(books: Books, one: Step): void {
  const { act, folioId, external } = one;
  const at = one.of % Math.max(1, books.receipts.length);
  const receipt = books.receipts[at];
  if (receipt === undefined) return;
  const { receiptId } = receipt;
  const { receipt: facts } = books.refundFacts(receiptId);
  const rests = lineRests(facts, folioId);
  const tip = sum(tipRests(facts, folioId).map(({ amount }) => amount));
  const left = sum(rests.map(({ amount }) => amount));
  const rest = rests[one.line % Math.max(1, rests.length)];
  const asked = askedFor(one, rest, { left, tip });
  if (asked === null) return;
  const taken = books.refund(receiptId, { ...asked, folioId, external });
  if (taken.kind === "refused") return;
  const { totals, postingCount, firstPostingId } = taken.refund;
  const own = within(books, { firstPostingId, postingCount });
  const owed = own.filter(({ kind }) => kind !== "payment");
  expect(-sum(owed.map(({ gross }) => gross))).toBe(totals.totalAmount);
  expect(-sum(owed.map(({ tax }) => tax))).toBe(totals.taxAmount);
  expect(totals.subTotal + totals.taxAmount).toBe(totals.totalAmount);
  expect(totals.totalAmount).toBeGreaterThan(0n);
  if (act === "tip") expect(totals.totalAmount).toBe(asked.tip);
  if (act === "amount" && asked.amount !== null)
    expect(totals.totalAmount).toBe(asked.amount);
  const after = lineRests(books.refundFacts(receiptId).receipt, folioId);
  const leftOf = (lineNo: number): Minor =>
    after.find(({ line }) => line.lineNo === lineNo)?.amount ?? 0n;
  if (act === "rest") {
    expect(totals.totalAmount).toBe(left);
    expect(sum(after.map(({ amount }) => amount))).toBe(0n);
  }
  if (act === "line" && asked.lines !== null) {
    expect(totals.totalAmount).toBe(rest!.amount);
    expect(leftOf(rest!.line.lineNo)).toBe(0n);
  }
}

/** Up to a twelfth more than there is. */
function askedFor(
  { act, share }: Step,
  rest: LineRest | undefined,
  { left, tip }: { left: Minor; tip: Minor },
): Pick<RefundRequest, "lines" | "amount" | "tip"> | null {
  const nothing = { lines: null, amount: null, tip: null };
  const some = (whole: bigint): bigint => (whole * BigInt(share)) / 12n;
  const positive = (value: bigint): bigint => (value > 0n ? value : 1n);
  if (act === "rest") return nothing;
  if (act === "tip") return { ...nothing, tip: positive(some(tip)) };
  if (rest === undefined || (act === "amount" && share % 3 === 0))
    return { ...nothing, amount: positive(some(left)) };
  const { lineNo } = rest.line;
  const line = { lineNo, receiptId: null, quantity: null, amount: null };
  if (act === "line") return { ...nothing, lines: [line] };
  if (act === "amount")
    return {
      ...nothing,
      lines: [{ ...line, amount: positive(some(rest.amount)) }],
    };
  const quantity: Decimal = positive(
    (some(rest.quantity) / THOUSANDTH) * THOUSANDTH,
  );
  return { ...nothing, lines: [{ ...line, quantity }] };
}

const THOUSANDTH = 10n ** BigInt(DECIMAL_PLACES - 3);

function within(
  books: Books,
  range: { firstPostingId: bigint; postingCount: number },
): Posting[] {
  const end = range.firstPostingId + BigInt(range.postingCount) * ID_STEP;
  return books.postings.filter(
    ({ postingId }) => postingId >= range.firstPostingId && postingId < end,
  );
}

const atLeastZero = (value: bigint): bigint => (value > 0n ? value : 0n);
const grossOf = (postings: readonly Posting[]): Minor =>
  sum(postings.map(({ gross }) => gross));

function expectSound(books: Books): void {
  for (const posting of books.postings) {
    expect(posting.net + posting.tax).toBe(posting.gross);
    expect(sum(posting.taxes.map(({ amount }) => amount))).toBe(posting.tax);
  }
  for (const bill of books.bills) {
    const own = within(books, bill);
    const owed = own.filter(({ kind }) => kind !== "payment");
    expect(grossOf(owed)).toBe(bill.amount + bill.gratuity);
    if (bill.folioId.startsWith("house:")) expect(grossOf(own)).toBe(0n);
  }
  const covered = books.bills.reduce(
    (n, { postingCount }) => n + postingCount,
    0,
  );
  expect(covered).toBe(books.postings.length);
  expect(books.balance("house:45454565682155")).toBe(0n);
  for (const { receiptId } of books.receipts)
    expectNotOverGiven(books, receiptId);
}

function expectNotOverGiven(books: Books, receiptId: bigint): void {
  const { receipt } = books.refundFacts(receiptId);
  if (receipt.kind !== "sale") return;
  const refunds = books.refunds.filter((own) => own.receiptId === receiptId);
  const flags = books.standingFlags({ type: "receipt", id: receiptId });
  const standing = refunds.filter(({ status }) => status === "posted");
  const over = sum(standing.map(({ overRefunded }) => overRefunded));
  expect(flags.includes("over-refunded")).toBe(over > 0n);
  const given = sum(
    standing.flatMap(({ lines }) => lines).map(({ gross }) => gross),
  );
  const tips = sum(standing.map(({ totals }) => totals.tipAmount));
  const stood = [...receipt.postings, ...receipt.reversals];
  const ofLines = stood.filter(({ lineNo }) => lineNo !== null);
  expect(given - over).toBeLessThanOrEqual(atLeastZero(grossOf(ofLines)));
  const ofTips = stood.filter(
    ({ kind, gross }) => kind === "gratuity" && gross > 0n,
  );
  expect(tips - over).toBeLessThanOrEqual(atLeastZero(grossOf(ofTips)));
  for (const { status, external, overRefunded, totals, ...range } of refunds) {
    expect(overRefunded).toBeLessThanOrEqual(totals.totalAmount);
    if (status === "posted") continue;
    // A reversed one was on folios, and is undone there to the last unit.
    expect(external).toBe(false);
    expect(overRefunded).toBe(0n);
    for (const { postingId, gross, taxes } of within(books, range)) {
      const undone = books.links.find(
        (own) => own.kind === "reverses-posting" && own.to === postingId,
      );
      const by = books.postings.find((own) => own.postingId === undone?.from);
      expect(by?.gross).toBe(-gross);
      expect(by?.taxes.map(({ amount }) => -amount)).toEqual(
        taxes.map(({ amount }) => amount),
      );
    }
  }
  // Line by line, and on each folio.
  for (const folioId of new Set(stood.map((own) => own.folioId))) {
    const isHere = (own: { folioId: string }): boolean =>
      own.folioId === folioId;
    const parts = standing
      .flatMap(({ lines }) => lines)
      .flatMap((own) => own.parts)
      .filter(({ postingId }) =>
        isHere(receipt.postings.find((own) => own.postingId === postingId)!),
      );
    const back = sum(parts.map(({ gross }) => gross));
    const debited = grossOf(ofLines.filter(isHere));
    expect(back - over).toBeLessThanOrEqual(atLeastZero(debited));
  }
  const whole = { ...receipt, reversals: [], refunds: [] };
  const folios = [null, ...new Set(receipt.postings.map((own) => own.folioId))];
  for (const folioId of folios) {
    const worth = lineRests(whole, folioId);
    for (const rest of lineRests(receipt, folioId)) {
      expect(rest.amount).toBeGreaterThanOrEqual(0n);
      const { lineNo } = rest.line;
      const had = worth.find(({ line }) => line.lineNo === lineNo)!;
      if (folioId === null || !standing.some(({ external }) => external)) {
        const back = sum(
          standing
            .flatMap(({ lines }) => lines)
            .filter((own) => own.lineNo === lineNo)
            .flatMap(({ parts }) => parts)
            .filter(
              ({ postingId }) =>
                folioId === null ||
                receipt.postings.find((own) => own.postingId === postingId)!
                  .folioId === folioId,
            )
            .map(({ gross }) => gross),
        );
        expect(back + rest.amount).toBeLessThanOrEqual(had.amount);
        if (receipt.reversals.length === 0)
          expect(back + rest.amount).toBe(had.amount);
      }
    }
  }
}
