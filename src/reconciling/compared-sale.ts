import type { Sale, SaleLine } from "../lightspeed/financial-api.ts";
import { toMinor } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { ComparedSale } from "../reconciliation/comparison.ts";
import { paidBy } from "../reconciliation/sides.ts";
import { toldAmount } from "./told-amount.ts";

/** A sale in the money of the property; Lightspeed's tax has more decimals, and is rounded once. */
export function comparedSale(sale: Sale, decimals: number): ComparedSale {
  const { uuid, fiscId, receiptNumber, type, closedAt } = sale;
  const minor = (text: string | null): Minor =>
    toMinor(toldAmount(text), decimals);
  const tax = sale.lines.reduce((sum, line) => sum + taxOf(line), 0n);
  return {
    key: keyOf(sale),
    uuid,
    fiscId,
    receiptNumber,
    previousAccountId: sale.previousAccountId,
    type,
    closedAt,
    lines: sale.lines.length,
    paid: {
      methods: paidBy(
        sale.payments.map(({ code, netAmountWithTax, tip }) => ({
          methodCode: code ?? "",
          payments: minor(netAmountWithTax),
          tips: minor(tip),
        })),
      ),
      tax: toMinor(tax, decimals),
    },
  };
}

/** Fiscal ids come again when a device's counter restarts, but not at the same moment. */
function keyOf({
  uuid,
  fiscId,
  receiptNumber,
  closedAt,
  payments,
}: Sale): string {
  if (uuid !== null) return `uuid ${uuid}`;
  if (fiscId !== null) return `fisc ${fiscId} ${closedAt}`;
  const paid = payments.map(({ code, netAmountWithTax }) => [
    code,
    netAmountWithTax,
  ]);
  return `sale ${JSON.stringify([receiptNumber, closedAt, paid])}`;
}

function taxOf({ taxAmount, taxLines }: SaleLine): Decimal {
  return taxAmount === null
    ? taxLines.reduce((sum, line) => sum + toldAmount(line.taxAmount), 0n)
    : toldAmount(taxAmount);
}
