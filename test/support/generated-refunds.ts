import fc from "fast-check";
import type { RefundRequest } from "../../src/folios/refund-decision.ts";
import type { RefundableReceipt } from "../../src/folios/refund.ts";
import { lineRests, tipRests } from "../../src/folios/refundable.ts";
import { DECIMAL_PLACES, sum } from "../../src/money.ts";
import type { Decimal } from "../../src/money.ts";

/** All that is left, of a line or of it all; a quantity, an amount, a tip. `share` is in twelfths. */
export const generatedRefunds = fc.record({
  by: fc.constantFrom(
    "rest",
    "line",
    "line",
    "quantity",
    "quantity",
    "amount",
    "amount",
    "tip",
  ),
  line: fc.nat({ max: 7 }),
  share: fc.integer({ min: 1, max: 13 }),
  folioId: fc.constantFrom(null, null, null, "001", "002"),
  external: fc.constantFrom(false, false, false, true),
});
export type GeneratedRefund =
  typeof generatedRefunds extends fc.Arbitrary<infer One> ? One : never;

/** What a person asks for of that receipt, up to a twelfth more than there is. */
export function refundAsked(
  { by, line: at, share, folioId, external }: GeneratedRefund,
  receipt: RefundableReceipt,
): RefundRequest {
  const rests = lineRests(receipt, folioId);
  const rest = rests[at % Math.max(1, rests.length)];
  const nothing: RefundRequest = {
    lines: null,
    amount: null,
    tip: null,
    folioId,
    external,
    paid: null,
    reason: null,
    externalKey: null,
  };
  const some = (whole: bigint): bigint => (whole * BigInt(share)) / 12n;
  const positive = (value: bigint): bigint => (value > 0n ? value : 1n);
  if (by === "rest") return nothing;
  if (by === "tip") {
    const tips = tipRests(receipt, folioId).map(({ amount }) => amount);
    return { ...nothing, tip: positive(some(sum(tips))) };
  }
  if (rest === undefined || (by === "amount" && share % 3 === 0))
    return {
      ...nothing,
      amount: positive(some(sum(rests.map(({ amount }) => amount)))),
    };
  const { lineNo } = rest.line;
  const line = { lineNo, receiptId: null, quantity: null, amount: null };
  if (by === "line") return { ...nothing, lines: [line] };
  if (by === "amount")
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
