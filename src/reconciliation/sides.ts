import { absolute } from "../money.ts";
import type { Minor } from "../money.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { PaidBy, Side } from "./comparison.ts";

/** Payments summed by method, in the order of their codes. */
export function paidBy(payments: readonly PaidBy[]): PaidBy[] {
  const [only] = payments;
  if (only !== undefined && payments.length === 1) return [only];
  const methods = new Map<string, PaidBy>();
  for (const { methodCode, payments: amount, tips } of payments) {
    const known = methods.get(methodCode);
    methods.set(methodCode, {
      methodCode,
      payments: (known?.payments ?? 0n) + amount,
      tips: (known?.tips ?? 0n) + tips,
    });
  }
  return [...methods.values()].sort((a, b) =>
    a.methodCode < b.methodCode ? -1 : 1,
  );
}

/** What `is` has more than `was`, by method; methods that are alike are left out. */
export function changeOf(
  was: readonly PaidBy[],
  is: readonly PaidBy[],
): PaidBy[] {
  const taken = was.map(({ methodCode, payments, tips }) => ({
    methodCode,
    payments: -payments,
    tips: -tips,
  }));
  return paidBy([...is, ...taken]).filter(
    ({ payments, tips }) => payments !== 0n || tips !== 0n,
  );
}

export function paymentsOf({ methods }: Side): Minor {
  return methods.reduce((sum, { payments }) => sum + payments, 0n);
}

export function tipsOf({ methods }: Side): Minor {
  return methods.reduce((sum, { tips }) => sum + tips, 0n);
}

export function hasRoomCharge({ methods }: Side): boolean {
  return methods.some(({ methodCode }) => methodCode === ROOM_CHARGE);
}

/** What differs first, if anything: tax only by more than a minor unit for each line (each side rounds in its own way). */
export function firstDifference(
  lightspeed: Side,
  here: Side,
  lines: number,
): "payments" | "tips" | "tax" | null {
  const change = isAlike(lightspeed.methods, here.methods)
    ? []
    : changeOf(lightspeed.methods, here.methods);
  if (change.some(({ payments }) => payments !== 0n)) return "payments";
  if (change.length > 0) return "tips";
  const taxed = absolute(lightspeed.tax - here.tax);
  return taxed > BigInt(Math.max(lines, 1)) ? "tax" : null;
}

/** The ordinary case, seen without sums. */
function isAlike(some: readonly PaidBy[], others: readonly PaidBy[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ methodCode, payments, tips }, index) => {
      const other = others[index]!;
      return (
        other.methodCode === methodCode &&
        other.payments === payments &&
        other.tips === tips
      );
    })
  );
}
