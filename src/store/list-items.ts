import type {
  FilterValue,
  ListCursor,
  ListRequest,
} from "../lists/list-request.ts";
import { apiKeyOf } from "./access-rows.ts";
import type { ApiKeyRow } from "./access-rows.ts";
import type { PageRow } from "./list-sql.ts";
import { itemOf } from "./reconciliation-rows.ts";
import type { ReconciledRow } from "./reconciliation-rows.ts";
import type { SqlValue } from "./sql-value.ts";

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

export function cursorAfter(
  { id, sortValue }: PageRow,
  request: ListRequest,
): ListCursor {
  const value = sortValue as FilterValue | null;
  const isFlag =
    request.orderBy.field === "blocked" ||
    request.orderBy.field === "searchable";
  return {
    value: isFlag ? value === 1n : value,
    id: String(id),
    pageNumber: (request.cursor?.pageNumber ?? request.page) + 1,
  };
}

function atLeastZero(value: SqlValue | undefined): bigint | null {
  if (typeof value !== "bigint") return null;
  return value < 0n ? 0n : value;
}
