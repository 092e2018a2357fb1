import { absolute, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import type { TotalledLine } from "../receipts/receipt.ts";
import { divideControlled } from "./controlled-rounding.ts";
import type { LinkedPosting } from "./posting.ts";
import type { RefundableReceipt } from "./refund.ts";
import { bearersOf, soldLines } from "./sold-lines.ts";

/** What of one posting one sold line answers for: its own, a share of what is shared, a cent that another handed over. */
export interface Cell {
  lineNo: number;
  posting: LinkedPosting;
  gross: Minor;
  /** In the order of the posting's taxes. */
  taxes: Minor[];
}

/**
 * What each sold line answers for of each posting of a sale, before anything was taken back. A line whose discounts exceed
 * it gives nothing back; what is beyond it lessens the others.
 */
export function cellsOfSale(receipt: RefundableReceipt): {
  shares: Cell[];
  sold: TotalledLine[];
} {
  let sold = soldLines(receipt.lines);
  for (;;) {
    const shares = receipt.postings.flatMap((posting) =>
      posting.lineNo === null ? [] : cellsOf(posting, receipt, sold),
    );
    const isWorthLess = ({ lineNo }: TotalledLine): boolean =>
      sum(grossesOf(shares.filter((cell) => cell.lineNo === lineNo))) < 0n;
    const others = sold.filter((line) => !isWorthLess(line));
    if (others.length === sold.length || others.length === 0)
      return { shares, sold: others };
    sold = others;
  }
}

function cellsOf(
  posting: LinkedPosting,
  { lines, postings }: RefundableReceipt,
  sold: readonly TotalledLine[],
): Cell[] {
  const line = lines.find((one) => one.lineNo === posting.lineNo);
  if (line === undefined) throw new Error("a posting of a line that is not");
  if (sold.includes(line)) {
    const taxes = posting.taxes.map(({ amount }) => amount);
    return [{ lineNo: line.lineNo, posting, gross: posting.gross, taxes }];
  }
  const onFolio = (one: TotalledLine): Minor =>
    sum(
      postings
        .filter(
          (other) =>
            other.lineNo === one.lineNo && other.folioId === posting.folioId,
        )
        .map((other) => absolute(other.gross)),
    );
  const bearers = bearersOf(line, sold);
  const [among, weights] = (
    [
      [bearers, bearers.map(onFolio)],
      [sold, sold.map(onFolio)],
      [bearers, bearers.map(({ gross }) => gross)],
    ] as const
  ).find(([, tried]) => sum(tried) > 0n) ?? [[], []];
  if (among.length === 0) return [];
  const divide = (amount: Minor): Minor[] =>
    divideControlled([amount], weights)[0]!;
  const grosses = divide(posting.gross);
  const taxes = posting.taxes.map(({ amount }) => divide(amount));
  return among.map(({ lineNo }, at) => ({
    lineNo,
    posting,
    gross: grosses[at]!,
    taxes: taxes.map((parts) => parts[at]!),
  }));
}

export function grossesOf(cells: readonly { gross: Minor }[]): Minor[] {
  return cells.map(({ gross }) => gross);
}
