import { formatDecimal, sum } from "../money.ts";
import type { TotalledLine } from "../receipts/receipt.ts";
import type {
  Receipt,
  ReceiptLine,
  ReceiptSummary,
} from "../schemas/generated.ts";
import type {
  ReceiptSummary as SummaryView,
  ReceiptView,
} from "../store/contract/receipts.ts";
import { decimalsOf, pathParameter, propertyOf } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import { listAction } from "./list-resource.ts";
import {
  idText,
  instant,
  moneyWriter,
  taxShares,
  uuidText,
} from "./present.ts";
import { notFound } from "./problems.ts";

export const receiptRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/receipts",
    methods: { GET: listAction("receipts", "read", presentSummary) },
  },
  {
    template: "/v1/properties/:propertyId/receipts/:receiptId",
    methods: { GET: { scope: "read", act: show } },
  },
];

/** By our id, fiscal id or receipt number. */
async function show(call: Call): Promise<Answer> {
  const reference = pathParameter(call, "receiptId");
  const { store } = call.door;
  const view = await store.getReceipt(call.propertyId, reference);
  if (view === null) throw notFound();
  return { body: present(view, call) };
}

function presentSummary(view: SummaryView, call: Call): ReceiptSummary {
  const money = moneyWriter(decimalsOf(call));
  return {
    receiptId: String(view.receiptId),
    receiptNumber: view.receiptNumber,
    uuid: uuidText(view.uuid),
    fiscId: view.fiscId,
    businessLocationId: view.businessLocationId,
    kind: view.kind,
    gross: money(view.gross),
    tax: money(view.tax),
    tips: money(view.tips),
    serviceCharge: money(view.serviceCharge),
    businessDate: view.businessDate,
    closedAt: instant(view.closedAt),
    receivedAt: instant(view.receivedAt),
    flags: view.flags,
  };
}

function present(view: ReceiptView, call: Call): Receipt {
  const decimals = decimalsOf(call);
  const money = moneyWriter(decimals);
  const standing = view.refunds.filter(({ status }) => status === "posted");
  return {
    ...presentSummary(view, call),
    initialAccountId: view.initialAccountId,
    currency: propertyOf(call).currency,
    bills: view.bills.map((bill) => ({
      folioId: bill.folioId,
      amount: money(bill.amount),
      gratuity: money(bill.gratuity),
      total: money(bill.amount + bill.gratuity),
    })),
    lines: view.lines.map((line, index) =>
      presentLine(line, view.refundable[index]!, decimals),
    ),
    payments: view.payments.map((payment) => ({
      methodCode: payment.methodCode,
      methodName: payment.methodName,
      reservationId: payment.reservationId,
      amount: money(payment.amount),
      gratuity: money(payment.gratuity),
    })),
    chain: view.chain.map(({ receiptId, kind }) => ({
      receiptId: String(receiptId),
      kind,
    })),
    reverses: idText(view.reverses),
    refunds: view.refunds.map(({ refundId, status, total }) => ({
      id: String(refundId),
      status,
      totalAmount: money(total),
    })),
    refundedAmount: money(sum(standing.map(({ total }) => total))),
  };
}

function presentLine(
  line: TotalledLine,
  refundable: ReceiptView["refundable"][number],
  decimals: number,
): ReceiptLine {
  const money = moneyWriter(decimals);
  const tax = sum(line.taxes.map((part) => part.amount));
  return {
    lineId: String(line.lineNo),
    kind: line.kind,
    description: line.description,
    quantity: formatDecimal(line.quantity),
    net: money(line.gross - tax),
    tax: money(tax),
    gross: money(line.gross),
    taxes: taxShares(line.taxes, decimals),
    sku: line.sku,
    accountingGroupId: line.groupId,
    accountingGroupName: line.groupName,
    refundable: {
      quantity: formatDecimal(refundable.quantity),
      amount: money(refundable.amount),
    },
  };
}
