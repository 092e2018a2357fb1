import { formatDecimal, formatMinor } from "../money.ts";
import type { Minor } from "../money.ts";
import type { PostingView } from "../store/contract/receipts.ts";
import { formatUuid } from "../receipts/uuid.ts";
import type { Posting, TaxShare } from "../schemas/generated.ts";
import type { TaxPart } from "../receipts/receipt.ts";

/** How values are written in answers: money as decimal text, moments as ISO 8601 in UTC, ids as text. */

export function instant(ms: number): string {
  return new Date(ms).toISOString();
}

export function optional<Value, Shown>(
  value: Value | null,
  show: (value: Value) => Shown,
): Shown | null {
  return value === null ? null : show(value);
}

export function uuidText(uuid: string | null): string | null {
  return optional(uuid, formatUuid);
}

export function idText(id: bigint | null): string | null {
  return optional(id, String);
}

export function taxShares(taxes: TaxPart[], decimals: number): TaxShare[] {
  return taxes.map(({ rate, name, amount }) => ({
    rate,
    name,
    amount: formatMinor(amount, decimals),
  }));
}

export function moneyWriter(decimals: number): (amount: Minor) => string {
  return (amount) => formatMinor(amount, decimals);
}

export function posting(view: PostingView, decimals: number): Posting {
  const money = moneyWriter(decimals);
  return {
    postingId: String(view.postingId),
    folioId: view.folioId,
    receiptId: String(view.receiptId),
    lineId: optional(view.lineNo, String),
    kind: view.kind,
    description: view.description,
    quantity: formatDecimal(view.quantity),
    net: money(view.net),
    tax: money(view.tax),
    gross: money(view.gross),
    taxes: taxShares(view.taxes, decimals),
    transactionCode: view.transactionCode,
    sku: view.sku,
    accountingGroupId: view.accountingGroupId,
    accountingGroupName: view.accountingGroupName,
    businessLocationId: view.businessLocationId,
    revenueCenterId: view.revenueCenterId,
    staffId: view.staffId,
    methodCode: view.methodCode,
    methodName: view.methodName,
    businessDate: view.businessDate,
    postedAt: instant(view.postedAt),
    reverses: idText(view.reverses),
    flags: view.flags,
  };
}
