import { percentageOf } from "../folios/post-refund.ts";
import {
  divideRounded,
  formatDecimal,
  formatMinor,
  ONE,
  sum,
} from "../money.ts";
import type { Refund, RefundMade } from "../schemas/generated.ts";
import type { MadeRefund, RefundView } from "../store/contract/refunds.ts";
import { decimalsOf, propertyOf } from "./call.ts";
import type { Call } from "./call.ts";
import {
  instant,
  moneyWriter,
  optional,
  taxShares,
  uuidText,
} from "./present.ts";

const NOTICE =
  "The till is not told: at Lightspeed the sale stays as it is, and reconciliation shows the difference as explained.";

export function presentMade(made: MadeRefund, call: Call): RefundMade {
  const money = moneyWriter(decimalsOf(call));
  const { remaining, balances } = made;
  return {
    ...presentRefund(made.refund, call),
    remaining: {
      amount: money(remaining.amount),
      tip: money(remaining.tip),
      lines: remaining.lines.map((line) => ({
        lineId: String(line.lineNo),
        quantity: formatDecimal(line.quantity),
        amount: money(line.amount),
      })),
    },
    balances: balances.map(({ folioId, balance }) => ({
      folioId,
      balance: money(balance),
    })),
    notice: NOTICE,
  };
}

export function presentRefund(view: RefundView, call: Call): Refund {
  const decimals = decimalsOf(call);
  const money = moneyWriter(decimals);
  const { totals, customer, receipt } = view;
  const folio = view.bills.length === 1 ? view.bills[0]! : null;
  return {
    id: String(view.refundId),
    origin: view.origin,
    kind: view.kind,
    status: view.status,
    receiptRef: optional(receipt, ({ receiptId, fiscId, uuid }) => ({
      id: String(receiptId),
      fiscId,
      uuid: uuidText(uuid),
    })),
    customerRef: optional(customer, ({ folioId, name }) => ({
      id: folioId,
      name,
    })),
    reservationRef:
      typeof customer?.name === "string" ? { id: customer.folioId } : null,
    folioRef: optional(folio, ({ folioId }) => ({ id: folioId })),
    bankAccountRef: null,
    businessLocationId: view.businessLocationId,
    postedDate: view.postedDate,
    currency: propertyOf(call).currency,
    currencyRate: "1",
    lines: view.lines.map((line) => presentLine(line, decimals)),
    totalDiscount: money(totals.totalDiscount),
    discountPercentage: formatMinor(totals.discountPercentage, 2),
    subTotal: money(totals.subTotal),
    taxAmount: money(totals.taxAmount),
    totalAmount: money(totals.totalAmount),
    tipAmount: money(totals.tipAmount),
    bills: view.bills.map(({ folioId, amount, gratuity }) => ({
      folioId,
      amount: money(amount),
      gratuity: money(gratuity),
      total: money(amount + gratuity),
    })),
    external: view.external,
    overRefunded: money(view.overRefunded),
    reason: view.reason,
    memo: view.reason,
    externalKey: view.externalKey,
    createdAt: instant(view.createdAt),
    sourceModifiedDate: instant(view.modifiedAt),
  };
}

function presentLine(
  line: RefundView["lines"][number],
  decimals: number,
): Refund["lines"][number] {
  const money = moneyWriter(decimals);
  const tax = sum(line.taxes.map(({ amount }) => amount));
  const { quantity, gross, discount } = line;
  return {
    originalLineRef: optional(line.lineNo, (lineNo) => ({
      id: String(lineNo),
    })),
    description: line.description,
    quantity: optional(quantity, formatDecimal),
    unitAmount:
      quantity === null || quantity <= 0n
        ? null
        : money(divideRounded((gross + discount) * ONE, quantity)),
    discountAmount: money(discount),
    discountPercentage: formatMinor(percentageOf(discount, gross), 2),
    subTotal: money(gross - tax),
    taxAmount: money(tax),
    totalAmount: money(gross),
    taxes: taxShares(line.taxes, decimals),
  };
}
