/**
 * Numbers as a till writes them, kept as whole ten-thousandths: amounts, quantities and tax multipliers have at most four
 * decimals on the wire. The simulator does its own arithmetic on purpose: it is the other side of the contract.
 */
export type TillNumber = bigint & { readonly unit?: "1e-4" };

export const TILL_ONE: TillNumber = 10_000n;

/** `numerator / denominator`, half away from zero. */
export function roundedQuotient(
  numerator: bigint,
  denominator: bigint,
): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const quotient = (2n * size + denominator) / (2n * denominator);
  return numerator < 0n ? -quotient : quotient;
}

/** How the smallest coin of a currency is written: 100 ten-thousandths for a cent, 10,000 for a yen. */
export function smallestCoin(decimals: number): TillNumber {
  return 10n ** BigInt(4 - decimals);
}

/** Rounds to whole coins, half away from zero. */
export function roundToCoin(value: TillNumber, decimals: number): TillNumber {
  const coin = smallestCoin(decimals);
  return roundedQuotient(value, coin) * coin;
}

/** `9`, `9.5`, or with `padded` `9.5000`: tills write both. */
export function writeTillNumber(value: TillNumber, padded = false): string {
  const size = value < 0n ? -value : value;
  const whole = size / TILL_ONE;
  const fraction = String(size % TILL_ONE).padStart(4, "0");
  const kept = padded ? fraction : fraction.replace(/0+$/, "");
  const sign = value < 0n ? "-" : "";
  return kept === "" ? `${sign}${whole}` : `${sign}${whole}.${kept}`;
}

/** Decimal text as ten-thousandths; null when it is no decimal or has more than four decimals. */
export function readTillNumber(text: string): TillNumber | null {
  const match = /^(-?)(\d+)(?:\.(\d{1,4})0*)?$/.exec(text);
  if (match === null) return null;
  const size = BigInt(match[2]! + (match[3] ?? "").padEnd(4, "0"));
  return match[1] === "-" ? -size : size;
}
