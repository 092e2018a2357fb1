import { digits } from "./exchange.ts";
import type {
  RecordedLine,
  RecordedPayment,
  RecordedSale,
} from "./recorded-sale.ts";

/** What an answer contains beside the sale itself. */
export interface Included {
  currency: string;
  include: ReadonlySet<string>;
}

/** A sale as the one or the other generation writes it. */
export function writeSale(
  sale: RecordedSale,
  generation: "v1" | "v2",
  { currency, include }: Included,
): Record<string, unknown> {
  const isV1 = generation === "v1";
  const opened = instant(sale.openedAt);
  const closed = instant(closedFor(sale, generation));
  return {
    accountReference: sale.uuid,
    accountFiscId: sale.fiscId,
    ...(sale.receiptId === null ? {} : { receiptId: sale.receiptId }),
    source: {
      initialAccountId: sale.initialAccountId,
      ...(sale.previousAccountId === null
        ? {}
        : { previousAccountId: sale.previousAccountId }),
    },
    salesLines: sale.lines.map((line, index) => ({
      ...writeLine(line, `S${sale.fiscId.slice(1)}${index}`, currency),
      [isV1 ? "timeofSale" : "timeOfSale"]: opened,
    })),
    ...(include.has("payments")
      ? {
          payments: sale.payments.map((payment, index) =>
            writePayment(payment, { sale, index, closed, currency, include }),
          ),
        }
      : {}),
    [isV1 ? "timeofOpening" : "timeOfOpening"]: opened,
    [isV1 ? "timeofCloseAndPaid" : "timeClosed"]: closed,
    cancelled: sale.cancelled,
    ...(include.has("table")
      ? { tableNumber: "5", tableName: sale.tableName }
      : {}),
    ...(include.has("account_profile") ? { accountProfileCode: "AAP" } : {}),
    ...(include.has("staff")
      ? { ownerName: sale.ownerName, ownerId: digits(sale.ownerId) }
      : {}),
    type: sale.type,
    externalReferences: [],
    nbCovers: Number(sale.covers),
    dineIn: true,
    deviceId: digits(sale.deviceId),
    deviceName: `iPad ${sale.deviceId}`,
  };
}

/** When a generation says that a sale was closed. */
export function closedFor(
  { closedAt, correctedAt }: RecordedSale,
  generation: "v1" | "v2",
): number {
  return generation === "v2" && correctedAt !== null ? correctedAt : closedAt;
}

function writeLine(
  line: RecordedLine,
  id: string,
  currency: string,
): Record<string, unknown> {
  const percent = (Number(line.taxRate) - 1) * 100;
  return {
    id,
    ...(line.taxIncluded ? { totalNetAmountWithTax: line.withTax } : {}),
    totalNetAmountWithoutTax: line.withoutTax,
    menuListPrice: line.withTax,
    serviceCharge: line.serviceCharge,
    serviceChargeType: line.serviceChargeType,
    discountAmount: line.discount,
    accountDiscountAmount: "0.00",
    totalDiscountAmount: line.discount,
    taxCode: `VAT${percent.toFixed(1)}`,
    taxAmount: line.tax,
    taxRatePercentage: percent.toFixed(2),
    taxLines: [
      {
        taxId: "141948669132801",
        taxCode: `VAT${percent.toFixed(1)}`,
        taxRate: line.taxRate,
        taxAmount: line.tax,
        taxIncluded: line.taxIncluded,
      },
    ],
    sku: line.sku,
    name: line.name,
    quantity: line.quantity,
    accountingGroup: {
      accountingGroupId: digits(line.groupId),
      name: line.groupName,
      statisticGroup: line.groupName,
      code: line.groupName.slice(0, 2).toLowerCase(),
    },
    currency,
    tags: [],
    categories: [{ category: "default", value: line.groupName }],
  };
}

function writePayment(
  payment: RecordedPayment,
  {
    sale,
    index,
    closed,
    currency,
    include,
  }: Included & {
    sale: RecordedSale;
    index: number;
    closed: string;
  },
): Record<string, unknown> {
  return {
    code: payment.code,
    description: payment.name,
    paymentMethodId: digits("141948669132824"),
    netAmountWithTax: payment.amount,
    currency,
    tip: payment.tip,
    ...(include.has("consumer") ? { consumer: { lastName: "Keller" } } : {}),
    type: "NORMAL",
    deviceId: sale.deviceId,
    deviceName: `iPad ${sale.deviceId}`,
    ...(include.has("staff")
      ? { staffId: digits(sale.ownerId), staffName: sale.ownerName }
      : {}),
    ...(include.has("revenue_center")
      ? {
          revenueCenter: "Fixed POS",
          revenueCenterId: digits("94489280528"),
        }
      : {}),
    fiscId: `T${sale.fiscId.slice(1)}${index}`,
    fiscDate: closed,
    surcharge: "0.00",
  };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
