import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { lineRests } from "../../src/folios/refundable.ts";
import type { LineRest } from "../../src/folios/refundable.ts";
import { sum } from "../../src/money.ts";
import { buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest, hotel } from "../support/books.ts";
import { generatedBills } from "../support/generated-bills.ts";
import { generatedRefunds, refundAsked } from "../support/generated-refunds.ts";
import { expectSound, within } from "../support/sound-books.ts";

/** What tills and staff do to a few bills; `of` picks one, `line` a line of it. */
const step = fc.record({
  act: fc.constantFrom(
    "sale",
    "sale",
    "void",
    "part",
    "again",
    "repost",
    "refund",
    "refund",
    "refund",
    "refund",
    "refund",
    "refund",
    "refund",
    "refund",
  ),
  of: fc.nat({ max: 20 }),
  line: fc.nat({ max: 7 }),
  refund: generatedRefunds,
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
    case "refund":
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

function giveBack(books: Books, { of, refund }: Step): void {
  const receipt = books.receipts[of % Math.max(1, books.receipts.length)];
  if (receipt === undefined) return;
  const { receiptId } = receipt;
  const { by, folioId } = refund;
  const rests = () => lineRests(books.refundFacts(receiptId).receipt, folioId);
  const before = rests();
  const asked = refundAsked(refund, books.refundFacts(receiptId).receipt);
  const taken = books.refund(receiptId, asked);
  if (taken.kind === "refused") return;
  const { totals, postingCount, firstPostingId } = taken.refund;
  const own = within(books, { firstPostingId, postingCount });
  const owed = own.filter(({ kind }) => kind !== "payment");
  expect(-sum(owed.map(({ gross }) => gross))).toBe(totals.totalAmount);
  expect(-sum(owed.map(({ tax }) => tax))).toBe(totals.taxAmount);
  expect(totals.subTotal + totals.taxAmount).toBe(totals.totalAmount);
  expect(totals.totalAmount).toBeGreaterThan(0n);
  if (by === "tip") expect(totals.totalAmount).toBe(asked.tip);
  if (by === "amount" && asked.amount !== null)
    expect(totals.totalAmount).toBe(asked.amount);
  if (by === "rest") {
    expect(totals.totalAmount).toBe(sum(before.map(({ amount }) => amount)));
    expect(sum(rests().map(({ amount }) => amount))).toBe(0n);
  }
  if (by === "line" && asked.lines !== null) {
    const isIt = ({ line }: LineRest): boolean =>
      line.lineNo === asked.lines![0]!.lineNo;
    expect(totals.totalAmount).toBe(before.find(isIt)!.amount);
    expect(rests().find(isIt)!.amount).toBe(0n);
  }
}
