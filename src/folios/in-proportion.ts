import { absolute, signOf, sum } from "../money.ts";

/**
 * Divides a whole amount in proportion to the weights, by largest remainder: the parts sum to it exactly, and none is
 * more than its weight where the amount is no more than all weights together. Weights may differ in sign.
 */
export function inProportion(
  amount: bigint,
  weights: readonly bigint[],
): bigint[] {
  const whole = sum(weights);
  if (amount === whole) return [...weights];
  if (whole === 0n) throw new Error("nothing to divide in proportion to");
  const unit = absolute(whole);
  const exact = weights.map((weight) => weight * amount * signOf(whole));
  const parts = exact.map((part) => floorDivided(part, unit));
  const rests = exact.map((part, at) => ({
    at,
    rest: part - parts[at]! * unit,
  }));
  const left = Number(amount - sum(parts));
  rests
    .sort((a, b) =>
      a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1,
    )
    .slice(0, left)
    .forEach(({ at }) => (parts[at]! += 1n));
  return parts;
}

function floorDivided(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  return numerator % denominator < 0n ? whole - 1n : whole;
}
