import { expect } from "@jest/globals";
import { ID_STEP } from "../../src/folios/charge-decision.ts";
import type { Posting } from "../../src/folios/posting.ts";
import { lineRests } from "../../src/folios/refundable.ts";
import { sum } from "../../src/money.ts";
import type { Minor } from "../../src/money.ts";
import { isClearingAccount } from "../../src/properties/property.ts";
import type { Books } from "./books.ts";

export function within(
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

/** Whatever was posted, taken back and given back: no line, folio or receipt is credited beyond what it was debited, unless it is flagged. */
export function expectSound(books: Books): void {
  for (const posting of books.postings) {
    expect(posting.net + posting.tax).toBe(posting.gross);
    expect(sum(posting.taxes.map(({ amount }) => amount))).toBe(posting.tax);
  }
  for (const bill of books.bills) {
    const own = within(books, bill);
    const owed = own.filter(({ kind }) => kind !== "payment");
    expect(grossOf(owed)).toBe(bill.amount + bill.gratuity);
    if (isClearingAccount(bill.folioId)) expect(grossOf(own)).toBe(0n);
  }
  const covered = books.bills.reduce(
    (n, { postingCount }) => n + postingCount,
    0,
  );
  expect(covered).toBe(books.postings.length);
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
    if (!external) expect(overRefunded).toBe(0n);
    if (status === "posted") continue;
    // A reversed one was on folios, and is undone there to the last unit.
    expect(external).toBe(false);
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
