import { DECIMAL_PLACES, decimalOf, parseDecimal } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { Fault } from "../schemas/schema.ts";

const QUANTITY_DECIMALS = 3;
const PLAIN = /^-?\d{1,15}(\.\d{1,18})?$/;

/** Reads numbers of one sign exactly and gives them without it; what is none is a fault that says why. */
export class AmountReader {
  readonly #faults: Fault[];
  readonly #decimals: number;
  readonly #sign: "positive" | "negative";

  constructor(
    faults: Fault[],
    decimals: number,
    sign: "positive" | "negative",
  ) {
    this.#sign = sign;
    this.#faults = faults;
    this.#decimals = decimals;
  }

  money(value: string | number | undefined, pointer: string): Minor | null {
    const step = 10n ** BigInt(DECIMAL_PLACES - this.#decimals);
    const amount = this.#read(value, pointer, this.#decimals);
    return amount === null ? null : amount / step;
  }

  quantity(
    value: string | number | undefined,
    pointer: string,
  ): Decimal | null {
    return this.#read(value, pointer, QUANTITY_DECIMALS);
  }

  #read(
    value: string | number | undefined,
    pointer: string,
    decimals: number,
  ): Decimal | null {
    if (value === undefined) return null;
    const sent =
      typeof value === "number"
        ? decimalOf(value)
        : PLAIN.test(value)
          ? parseDecimal(value)
          : null;
    const isNegated = this.#sign === "negative" && sent !== null;
    const decimal = isNegated ? -sent : sent;
    const fault = faultOf(decimal, decimals, this.#sign);
    if (fault === null) return decimal;
    this.#faults.push({ pointer, ...fault });
    return null;
  }
}

function faultOf(
  value: Decimal | null,
  decimals: number,
  sign: "positive" | "negative",
): Omit<Fault, "pointer"> | null {
  if (value === null)
    return {
      fault: "is no decimal number",
      remedy:
        sign === "positive"
          ? 'send one such as "1" or "12.50"'
          : 'send one such as "-1" or "-12.50"',
    };
  if (value < 0n)
    return {
      ...(sign === "positive"
        ? {
            fault: "is negative",
            remedy: "send it positive: the refund gives the sign",
          }
        : {
            fault: "is positive",
            remedy: "send it negative: what is given back counts below 0",
          }),
    };
  if (value === 0n)
    return {
      fault: "is 0",
      remedy: "send what is to be given back, or leave it out",
    };
  if (value % 10n ** BigInt(DECIMAL_PLACES - decimals) !== 0n)
    return {
      fault: "has too many decimals",
      remedy: decimals === 0 ? "send none" : `send at most ${decimals}`,
    };
  return value < 10n ** BigInt(DECIMAL_PLACES + 15)
    ? null
    : { fault: "is too large", remedy: "send at most 15 digits" };
}
