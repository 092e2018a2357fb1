import { absolute, THOUSANDTH, signOf, sum } from "../money.ts";
import type { Decimal } from "../money.ts";

/**
 * Divides a whole amount in proportion to the weights, by largest remainder: the parts sum to it exactly, and none is
 * more than its weight where the amount is no more than all weights together. Weights may differ in sign.
 */
export function inProportion(
  amount: bigint,
  weights: readonly bigint[],
): bigint[] {
  return new Division(weights).parts(amount);
}

/**
 * Amounts divided one after another in proportion to the same weights: whose part one of them rounded down has more of
 * the next. Each is divided as `inProportion` says, and together they are near to exact too.
 */
export class Division {
  readonly #weights: readonly bigint[];
  readonly #whole: bigint;
  /** By part: what it has not been given of its exact share so far, times the whole. */
  readonly #owed: bigint[];

  constructor(weights: readonly bigint[]) {
    this.#weights = weights;
    this.#whole = sum(weights);
    this.#owed = weights.map(() => 0n);
  }

  parts(amount: bigint): bigint[] {
    const [weights, whole, owed] = [this.#weights, this.#whole, this.#owed];
    if (amount === whole) return [...weights];
    if (whole === 0n) throw new Error("nothing to divide in proportion to");
    const unit = absolute(whole);
    const times = amount * signOf(whole);
    const parts = weights.map((weight) => floorDivided(weight * times, unit));
    const open: number[] = [];
    weights.forEach((weight, at) => {
      const rest = weight * times - parts[at]! * unit;
      owed[at]! += rest;
      if (rest > 0n) open.push(at);
    });
    const left = Number(amount - sum(parts));
    const next = open.sort((a, b) =>
      owed[a] === owed[b] ? a - b : owed[a]! > owed[b]! ? -1 : 1,
    );
    for (const at of next.slice(0, left)) {
      parts[at]! += 1n;
      owed[at]! -= unit;
    }
    return parts;
  }
}

function floorDivided(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  return numerator % denominator < 0n ? whole - 1n : whole;
}

/** A quantity in proportion to the weights, to three decimals; what it has beyond them is with the first that weighs. */
export function quantityInProportion(
  quantity: Decimal,
  weights: readonly bigint[],
): Decimal[] {
  const parts = inProportion(quantity / THOUSANDTH, weights).map(
    (part) => part * THOUSANDTH,
  );
  const first = weights.findIndex((weight) => weight !== 0n);
  parts[first]! += quantity - sum(parts);
  return parts;
}
