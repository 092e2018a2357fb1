import { DECIMAL_PLACES, formatMinor, ONE, parseDecimal } from "../money.ts";
import type { Decimal } from "../money.ts";
import type { TaxPart, TotalledLine } from "../receipts/receipt.ts";
import type {
  LightspeedPayment,
  LightspeedSale,
  LightspeedSaleLine,
} from "../schemas/generated.ts";
import type { SoldReceipt } from "../store/contract/sold-receipts.ts";
import { instant, moneyWriter, optional, uuidText } from "./present.ts";

export interface SaleForm {
  currency: string;
  decimals: number;
  /** Payments are shown where they were asked for. */
  withPayments: boolean;
}

/**
 * A receipt as the Financial API V1 shows a sale (reference g): money as decimal text with the currency's decimals, and
 * with those of the till where it sent more. Guests are not in it.
 */
export function presentSale(
  receipt: SoldReceipt,
  form: SaleForm,
): LightspeedSale {
  const { fiscId, initialAccountId } = receipt;
  return {
    accountReference: uuidText(receipt.uuid),
    accountFiscId: fiscId,
    receiptId: receipt.receiptNumber,
    source: { initialAccountId: initialAccountId ?? fiscId },
    salesLines: receipt.lines.map((line) => presentLine(line, receipt, form)),
    ...(form.withPayments && { payments: paymentsOf(receipt, form) }),
    timeofOpening: optional(receipt.openedAt, instant),
    timeofCloseAndPaid: instant(receipt.closedAt),
    cancelled: false,
    tableName: receipt.tableName,
    ownerName: receipt.ownerName,
    ownerId: receipt.ownerId,
    type: receipt.kind === "reversal" ? "REFUND" : "SALE",
    externalReferences: [],
    nbCovers: receipt.covers,
    deviceId: receipt.deviceId,
  };
}

function presentLine(
  line: TotalledLine,
  receipt: SoldReceipt,
  { currency, decimals }: SaleForm,
): LightspeedSaleLine {
  const money = moneyWriter(decimals);
  const tax = line.taxes.reduce((sum, { amount }) => sum + amount, 0n);
  const [only, ...others] = line.taxes;
  return {
    id: `${receipt.receiptId}.${line.lineNo}`,
    totalNetAmountWithTax: line.exactGross ?? money(line.gross),
    totalNetAmountWithoutTax: money(line.gross - tax),
    taxAmount: money(tax),
    ...(only !== undefined &&
      others.length === 0 && { taxRatePercentage: only.rate }),
    taxLines: line.taxes.map((part) => ({
      taxCode: part.name,
      taxRate: multiplierOf(part),
      taxAmount: money(part.amount),
      taxIncluded: true,
    })),
    sku: line.sku,
    name: line.description,
    quantity: formatMinor(line.quantity / QUANTITY_UNIT, QUANTITY_DECIMALS),
    ...(line.groupId !== null && {
      accountingGroup: {
        accountingGroupId: line.groupId,
        name: line.groupName,
      },
    }),
    currency,
    revenueCenter: receipt.revenueCenterName,
    revenueCenterId: receipt.revenueCenterId,
    staffId: line.staffId,
    timeofSale: instant(receipt.closedAt),
  };
}

const QUANTITY_DECIMALS = 3;
const QUANTITY_UNIT = 10n ** BigInt(DECIMAL_PLACES - QUANTITY_DECIMALS);

/** A rate is per cent in a posting, and here what a net amount is multiplied with. */
function multiplierOf({ rate }: TaxPart): string {
  const percent: Decimal = parseDecimal(rate) ?? 0n;
  const multiplier = formatMinor(ONE + percent / 100n, DECIMAL_PLACES);
  return multiplier.replace(/\.?0+$/, "");
}

function paymentsOf(
  { payments, revenueCenterId, revenueCenterName }: SoldReceipt,
  { currency, decimals }: SaleForm,
): LightspeedPayment[] {
  const money = moneyWriter(decimals);
  return payments.map((payment) => ({
    code: payment.methodCode,
    description: payment.methodName,
    netAmountWithTax: money(payment.amount),
    tip: money(payment.gratuity),
    currency,
    type: "NORMAL",
    revenueCenter: revenueCenterName,
    revenueCenterId,
  }));
}
