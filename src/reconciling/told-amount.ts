import { parseDecimal } from "../money.ts";
import type { Decimal } from "../money.ts";

/** Of a sale: what is not told is nothing. It was read as a decimal before. */
export function toldAmount(text: string | null): Decimal {
  return text === null ? 0n : (parseDecimal(text) ?? 0n);
}
