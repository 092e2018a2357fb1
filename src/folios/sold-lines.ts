import type { TotalledLine } from "../receipts/receipt.ts";

/** The lines that can be given back; where nothing was sold by name, what money was taken for. */
export function soldLines(lines: readonly TotalledLine[]): TotalledLine[] {
  const positive = lines.filter((line) => line.gross > 0n);
  const sold = positive.filter(
    (line) => line.kind === "item" || line.kind === "surcharge",
  );
  return sold.length > 0 ? sold : positive;
}

/** Which of the sold lines a discount, charge or balance belongs to. */
export function bearersOf(
  line: TotalledLine,
  sold: readonly TotalledLine[],
): readonly TotalledLine[] {
  const isOfRate = (other: TotalledLine): boolean =>
    ratesOf(other) === ratesOf(line);
  if (line.ofOneLine) {
    const before = sold.filter((other) => other.lineNo < line.lineNo);
    const own = before.findLast(
      (other) => line.sku !== null && other.sku === line.sku,
    );
    const near = own ?? before.findLast(isOfRate);
    if (near !== undefined) return [near];
  }
  const ofRate =
    line.kind === "rounding" || line.kind === "difference"
      ? []
      : sold.filter(isOfRate);
  return ofRate.length > 0 ? ofRate : sold;
}

function ratesOf(line: TotalledLine): string {
  return line.taxes
    .map((tax) => tax.rate)
    .sort()
    .join("+");
}
