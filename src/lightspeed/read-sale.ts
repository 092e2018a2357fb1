import { readUuid } from "../receipts/uuid.ts";
import type {
  LightspeedAccountingGroup,
  LightspeedPayment,
  LightspeedSale,
  LightspeedSaleLine,
  LightspeedTaxLine,
} from "../schemas/generated.ts";
import type {
  AccountingGroup,
  Sale,
  SaleLine,
  SalePayment,
  SaleTaxLine,
} from "./financial-api.ts";
import {
  flagOf,
  instantOf,
  listOf,
  membersOf,
  textOf,
  textsOf,
  writtenOf,
} from "./read-members.ts";
import type { Members } from "./read-members.ts";

/** A sale of either generation; it fits the schema, and its numbers are exact. What it says of customers is left out. */
export function readSale(sale: Members<LightspeedSale>): Sale {
  const source = membersOf<NonNullable<LightspeedSale["source"]>>(sale.source);
  const reference = textOf(sale.accountReference);
  return {
    uuid: reference === null ? null : readUuid(reference),
    fiscId: writtenOf(sale.accountFiscId),
    receiptNumber: writtenOf(sale.receiptId),
    initialAccountId: writtenOf(source.initialAccountId),
    previousAccountId: writtenOf(source.previousAccountId),
    type: textOf(sale.type),
    cancelled: flagOf(sale.cancelled) ?? false,
    openedAt: instantOf(sale.timeOfOpening ?? sale.timeofOpening),
    closedAt: instantOf(sale.timeClosed ?? sale.timeofCloseAndPaid),
    externalFiscalNumber: textOf(sale.externalFiscalNumber),
    tableNumber: textOf(sale.tableNumber),
    tableName: textOf(sale.tableName),
    accountProfileCode: textOf(sale.accountProfileCode),
    ownerId: writtenOf(sale.ownerId),
    ownerName: textOf(sale.ownerName),
    externalReferences: textsOf(sale.externalReferences),
    covers: writtenOf(sale.nbCovers),
    dineIn: flagOf(sale.dineIn),
    deviceId: writtenOf(sale.deviceId),
    deviceName: textOf(sale.deviceName),
    voidReason: textOf(sale.voidReason),
    lines: listOf<LightspeedSaleLine>(sale.salesLines).map(readLine),
    payments: listOf<LightspeedPayment>(sale.payments).map(readPayment),
  };
}

function readLine(line: Members<LightspeedSaleLine>): SaleLine {
  return {
    id: writtenOf(line.id),
    parentLineId: writtenOf(line.parentLineId),
    totalNetAmountWithTax: writtenOf(line.totalNetAmountWithTax),
    totalNetAmountWithoutTax: writtenOf(line.totalNetAmountWithoutTax),
    menuListPrice: writtenOf(line.menuListPrice),
    unitCostPrice: writtenOf(line.unitCostPrice),
    serviceCharge: writtenOf(line.serviceCharge),
    serviceChargeType: textOf(line.serviceChargeType),
    serviceChargeRate: writtenOf(line.serviceChargeRate),
    discountAmount: writtenOf(line.discountAmount),
    discountType: textOf(line.discountType),
    discountCode: textOf(line.discountCode),
    discountName: textOf(line.discountName),
    accountDiscountAmount: writtenOf(line.accountDiscountAmount),
    accountDiscountType: textOf(line.accountDiscountType),
    accountDiscountCode: textOf(line.accountDiscountCode),
    accountDiscountName: textOf(line.accountDiscountName),
    totalDiscountAmount: writtenOf(line.totalDiscountAmount),
    taxCode: textOf(line.taxCode),
    taxAmount: writtenOf(line.taxAmount),
    taxRatePercentage: writtenOf(line.taxRatePercentage),
    taxLines: listOf<LightspeedTaxLine>(line.taxLines).map(readTaxLine),
    sku: textOf(line.sku),
    name: textOf(line.name),
    nameOverride: textOf(line.nameOverride),
    statisticGroup: textOf(line.statisticGroup),
    quantity: writtenOf(line.quantity),
    accountingGroup:
      line.accountingGroup == null
        ? null
        : readAccountingGroup(membersOf(line.accountingGroup)),
    currency: textOf(line.currency),
    tags: textsOf(line.tags),
    revenueCenter: textOf(line.revenueCenter),
    revenueCenterId: writtenOf(line.revenueCenterId),
    categories: listOf<{ category: string; value: string }>(
      line.categories,
    ).map(({ category, value }) => ({
      category: textOf(category),
      value: textOf(value),
    })),
    orderedAt: instantOf(line.timeOfSale ?? line.timeofSale),
    staffId: writtenOf(line.staffId),
    staffName: textOf(line.staffName),
    deviceId: writtenOf(line.deviceId),
    deviceName: textOf(line.deviceName),
    voidReason: textOf(line.voidReason),
    accountProfileCode: textOf(line.accountProfileCode),
  };
}

function readTaxLine(tax: Members<LightspeedTaxLine>): SaleTaxLine {
  return {
    taxId: writtenOf(tax.taxId),
    taxCode: textOf(tax.taxCode),
    taxRate: writtenOf(tax.taxRate),
    taxAmount: writtenOf(tax.taxAmount),
    taxIncluded: flagOf(tax.taxIncluded),
  };
}

function readPayment(payment: Members<LightspeedPayment>): SalePayment {
  const uuid = textOf(payment.uuid);
  return {
    code: textOf(payment.code),
    description: textOf(payment.description),
    paymentMethodId: writtenOf(payment.paymentMethodId),
    netAmountWithTax: writtenOf(payment.netAmountWithTax),
    tip: writtenOf(payment.tip),
    currency: textOf(payment.currency),
    type: textOf(payment.type),
    deviceId: writtenOf(payment.deviceId),
    deviceName: textOf(payment.deviceName),
    staffId: writtenOf(payment.staffId),
    staffName: textOf(payment.staffName),
    authorization: textOf(payment.authorization),
    externalReference: textOf(payment.externalReference),
    revenueCenter: textOf(payment.revenueCenter),
    revenueCenterId: writtenOf(payment.revenueCenterId),
    fiscId: writtenOf(payment.fiscId),
    uuid: uuid === null ? null : readUuid(uuid),
    paidAt: instantOf(payment.fiscDate),
    surcharge: writtenOf(payment.surcharge),
  };
}

export function readAccountingGroup(
  group: Members<LightspeedAccountingGroup>,
): AccountingGroup {
  return {
    accountingGroupId: writtenOf(group.accountingGroupId),
    name: textOf(group.name),
    statisticGroup: textOf(group.statisticGroup),
    code: textOf(group.code),
  };
}
