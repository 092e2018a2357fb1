import { divideRounded, formatDecimal, ONE, sum } from "../money.ts";
import type {
  RetailRefundMade,
  RetailRefundRequest,
  RetailSaleLine,
  RetailSalePayment,
} from "../schemas/generated.ts";
import type { RefundView } from "../store/contract/refunds.ts";
import { instant, moneyWriter } from "./present.ts";
import { lineIdOf, listOf } from "./retail-refund-request.ts";
import type { RetailRefund } from "./retail-refund-request.ts";

const NO_REFERENCE = "0";

/** A refund as the completed sale that Retail shows: all below 0, numbers as text, what it calls by ids as it was sent. */
export function presentRetailRefund(
  refund: RefundView,
  {
    body,
    read,
    decimals,
  }: { body: RetailRefundRequest; read: RetailRefund; decimals: number },
): RetailRefundMade {
  const money = moneyWriter(decimals);
  const { totals } = refund;
  const saleID = String(refund.refundId);
  const employeeID = String(body.employeeID ?? NO_REFERENCE);
  const registerID = String(body.registerID ?? NO_REFERENCE);
  const total = money(-totals.totalAmount);
  const payments = listOf(body.SalePayments.SalePayment).map(
    ({ paymentTypeID }, index): RetailSalePayment => ({
      saleID,
      amount: money(read.payments[index] ?? -totals.totalAmount),
      paymentTypeID: String(paymentTypeID),
      employeeID,
      registerID,
    }),
  );
  const asked = body.SaleLines;
  const lines = refund.lines.map((line, index): RetailSaleLine => {
    const tax = sum(line.taxes.map(({ amount }) => amount));
    const { gross, discount } = line;
    const quantity = line.quantity ?? 0n;
    const price =
      quantity > 0n ? divideRounded((gross + discount) * ONE, quantity) : 0n;
    return {
      saleLineID: lineIdOf(refund.refundId, index + 1),
      saleID,
      parentSaleLineID: String(
        asked === undefined
          ? lineIdOf(refund.receipt!.receiptId, line.lineNo!)
          : listOf(asked.SaleLine)[index]!.parentSaleLineID,
      ),
      unitQuantity: formatDecimal(-quantity),
      unitPrice: money(price),
      calcLineDiscount: money(-discount),
      calcSubtotal: money(tax - gross - discount),
      calcTax1: money(-tax),
      calcTax2: money(0n),
      calcTotal: money(-gross),
    };
  });
  return {
    Sale: {
      saleID,
      timeStamp: instant(refund.createdAt),
      completed: "true",
      employeeID,
      registerID,
      shopID: String(body.shopID ?? NO_REFERENCE),
      calcSubtotal: money(
        totals.taxAmount - totals.totalAmount - totals.totalDiscount,
      ),
      calcDiscount: money(-totals.totalDiscount),
      calcTax1: money(-totals.taxAmount),
      calcTax2: money(0n),
      calcTotal: total,
      total,
      balance: "0",
      SaleLines: { SaleLine: oneOrMany(lines) },
      SalePayments: { SalePayment: oneOrMany(payments) },
    },
  };
}

function oneOrMany<Item>(items: Item[]): Item | [Item, Item, ...Item[]] {
  const [first, second, ...rest] = items;
  return second === undefined ? first! : [first!, second, ...rest];
}
