import type { Minor } from "../../money.ts";
import type { HouseAccount } from "../../properties/property.ts";
import type { Comparison } from "../../reconciliation/comparison.ts";
import type { ReconciliationSummary } from "../../reconciliation/run.ts";
import type { Reservation } from "../../reservations/reservation.ts";
import type { StoredApiKey } from "./access.ts";
import type { BusinessDateSummary } from "./business-dates.ts";
import type { PostingView, ReceiptSummary } from "./receipts.ts";
import type { RefundView } from "./refunds.ts";
import type { RefusedView } from "./refused-receipts.ts";

export interface ListItems {
  receipts: ReceiptSummary;
  "refused-receipts": RefusedView;
  postings: PostingView;
  reservations: Reservation & { creditLeft: Minor | null };
  refunds: RefundView;
  "api-keys": StoredApiKey;
  "house-accounts": HouseAccount & { balance: Minor };
  "business-dates": BusinessDateSummary;
  reconciliations: ReconciliationSummary;
  "reconciliation-items": Comparison;
}

export type ListResource = keyof ListItems;
