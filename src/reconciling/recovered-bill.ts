import type {
  Sale,
  SaleLine,
  SalePayment,
} from "../lightspeed/financial-api.ts";
import { formatDecimal, ONE } from "../money.ts";
import type { Decimal } from "../money.ts";
import { formatUuid } from "../receipts/uuid.ts";
import { toldAmount } from "./told-amount.ts";

/**
 * A sale as the bill that the till did not send, or that was not kept: what it would have said, as far as Lightspeed
 * tells. The reservation of a room charge it does not.
 */
export function recoveredBill(sale: Sale): Buffer {
  const { uuid, fiscId, initialAccountId, closedAt, openedAt, covers } = sale;
  const room = sale.payments.find(
    (payment) => payment.revenueCenterId !== null,
  );
  const charges = sale.lines.map(chargeOf);
  const bill = {
    recovered: true,
    uuid: uuid === null ? null : formatUuid(uuid),
    fiscId,
    initialAccountId: initialAccountId ?? sale.previousAccountId ?? fiscId,
    receiptId: sale.receiptNumber,
    name: sale.tableName ?? sale.tableNumber,
    openDate: openedAt === null ? null : new Date(openedAt).toISOString(),
    closeDate: closedAt === null ? null : new Date(closedAt).toISOString(),
    covers: covers === null ? null : number(toldAmount(covers)),
    deviceId: sale.deviceId,
    ownerId: sale.ownerId,
    ownerName: sale.ownerName,
    revenueCenterId: room?.revenueCenterId ?? null,
    revenueCenterName: room?.revenueCenter ?? null,
    serviceCharge: serviceChargeOf(sale, charges),
    transactions: sale.lines.map((line, index) =>
      transactionOf(line, charges[index]!),
    ),
    payments: sale.payments.map((payment) => paymentOf(payment, sale)),
  };
  return Buffer.from(JSON.stringify(bill));
}

const APPORTIONED = "APPORTIONED";

function transactionOf(line: SaleLine, charge: Decimal): object {
  const withTax = line.totalNetAmountWithTax;
  const isIncluded = withTax !== null;
  const amount =
    toldAmount(withTax ?? line.totalNetAmountWithoutTax) -
    // What of the service charge is taxed is in the line's amount.
    (line.serviceChargeType === APPORTIONED ? charge : 0n);
  const { accountingGroup, taxLines } = line;
  return {
    description: line.nameOverride ?? line.name,
    sku: line.sku,
    quantity: number(line.quantity === null ? ONE : toldAmount(line.quantity)),
    amount: number(amount),
    groupId: accountingGroup?.accountingGroupId ?? null,
    groupName: accountingGroup?.name ?? null,
    taxId: taxLines.length > 1 ? "MULTI" : (taxLines[0]?.taxId ?? null),
    taxName: line.taxCode,
    taxRate: rateOf(line),
    taxIncluded: isIncluded,
    taxLines: taxLines.map((tax) => ({
      taxId: tax.taxId,
      taxName: tax.taxCode,
      taxRate: tax.taxRate === null ? null : number(toldAmount(tax.taxRate)),
      taxAmount: number(toldAmount(tax.taxAmount)),
      taxIncluded: tax.taxIncluded,
    })),
    serviceChargeContribution: number(charge),
    staffId: line.staffId,
  };
}

/** As a multiplier, which Lightspeed writes only of each tax. */
function rateOf({ taxLines, taxRatePercentage }: SaleLine): unknown {
  const [only] = taxLines;
  if (taxLines.length === 1 && only?.taxRate != null)
    return number(toldAmount(only.taxRate));
  if (taxRatePercentage === null) return null;
  return number(ONE + toldAmount(taxRatePercentage) / 100n);
}

function serviceChargeOf(
  { lines }: Sale,
  charges: readonly Decimal[],
): object | null {
  const amount = charges.reduce((sum, charge) => sum + charge, 0n);
  const type = lines.find((line) => chargeOf(line) !== 0n)?.serviceChargeType;
  return amount === 0n ? null : { amount: number(amount), type: type ?? null };
}

function chargeOf({ serviceCharge }: SaleLine): Decimal {
  return toldAmount(serviceCharge);
}

function paymentOf(payment: SalePayment, { closedAt }: Sale): object {
  const paidAt = payment.paidAt ?? closedAt;
  return {
    methodCode: payment.code,
    methodName: payment.description,
    reservationId: null,
    amount: number(toldAmount(payment.netAmountWithTax)),
    gratuity: number(toldAmount(payment.tip)),
    paymentDate: paidAt === null ? null : new Date(paidAt).toISOString(),
    staffId: payment.staffId,
  };
}

/** A number in JSON with every digit it has. */
function number(value: Decimal): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(
    formatDecimal(value),
  );
}
