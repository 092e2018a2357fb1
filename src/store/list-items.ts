import type {
  FilterValue,
  ListCursor,
  ListRequest,
} from "../lists/list-request.ts";
import { apiKeyOf } from "./access-rows.ts";
import type { ApiKeyRow } from "./access-rows.ts";
import { SORT_VALUE } from "./list-sql.ts";
import { itemOf } from "./reconciliation-rows.ts";
import type { ReconciledRow } from "./reconciliation-rows.ts";
import type { SqlValue } from "./sql-value.ts";
import type { ListResource } from "./contract/lists.ts";

export type ListRow = Record<string, SqlValue>;

type PlainResource =
  | "api-keys"
  | "reservations"
  | "house-accounts"
  | "business-dates"
  | "reconciliation-items";

/** Items of the lists that need nothing but their row. */
export function plainItems(
  resource: PlainResource,
  rows: unknown[],
): unknown[] {
  switch (resource) {
    case "api-keys":
      return (rows as ApiKeyRow[]).map(apiKeyOf);
    case "reservations":
      return (rows as ListRow[]).map((row) => ({
        ...row,
        blocked: row["blocked"] === 1n,
        creditLeft: atLeastZero(row["creditLeft"]),
      }));
    case "business-dates":
      return (rows as ListRow[]).map((row) => ({
        ...row,
        closedAt: row["closedAt"] === null ? null : Number(row["closedAt"]),
      }));
    case "reconciliation-items":
      return (rows as ReconciledRow[]).map(itemOf);
    case "house-accounts":
      return (rows as ListRow[]).map((row) => ({
        ...row,
        searchable: row["searchable"] === 1n,
        blocked: row["blocked"] === 1n,
      }));
  }
}

const ID_MEMBERS: Readonly<Record<ListResource, string>> = {
  receipts: "receiptId",
  "refused-receipts": "refusedId",
  postings: "postingId",
  refunds: "refundId",
  reservations: "reservationId",
  "api-keys": "keyId",
  "house-accounts": "folioId",
  "business-dates": "businessDate",
  reconciliations: "reconciliationId",
  "reconciliation-items": "key",
};

export function idMember(resource: ListResource): string {
  return ID_MEMBERS[resource];
}

export function cursorAfter(
  row: ListRow,
  member: string,
  request: ListRequest,
): ListCursor {
  const value = row[SORT_VALUE] as FilterValue | null;
  const isFlag =
    request.orderBy.field === "blocked" ||
    request.orderBy.field === "searchable";
  return {
    value: isFlag ? value === 1n : value,
    id: String(row[member]),
    pageNumber: (request.cursor?.pageNumber ?? request.page) + 1,
  };
}

export function withoutSortValue({
  [SORT_VALUE]: _value,
  ...row
}: ListRow): ListRow {
  return row;
}

function atLeastZero(value: SqlValue | undefined): bigint | null {
  if (typeof value !== "bigint") return null;
  return value < 0n ? 0n : value;
}
