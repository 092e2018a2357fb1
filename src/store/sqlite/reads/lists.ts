import type {
  FilterValue,
  ListCursor,
  ListPage,
  ListRequest,
} from "../../../lists/list-request.ts";
import { foldText } from "../../../reservations/fold-text.ts";
import type { ListItems, ListResource } from "../../store.ts";
import type { Connection, SqlValue } from "../connection.ts";
import type { PostingRow } from "../postings.ts";
import { StandingFlags } from "../standing-flags.ts";
import { apiKeyOf } from "./access.ts";
import type { ApiKeyRow } from "./access.ts";
import { compileList, SORT_VALUE, TOTAL_MAX } from "./list-sql.ts";
import { LIST_TABLES } from "./list-tables.ts";
import { ReceiptReader, summaryOf } from "./receipts.ts";
import type { ReceiptRow } from "./receipts.ts";
import { RefusedReader } from "./refused.ts";
import type { RefusedRow } from "./refused.ts";

type Row = Record<string, SqlValue>;

/** One implementation for every list. */
export class ListReader {
  readonly #db: Connection;
  readonly #flags: StandingFlags;
  readonly #receipts: ReceiptReader;
  readonly #refused: RefusedReader;

  constructor(db: Connection) {
    this.#db = db;
    // What SQLite has for case and accents knows only English.
    db.function("fold_text", { deterministic: true }, (text: unknown) =>
      typeof text === "string" ? foldText(text) : null,
    );
    this.#flags = new StandingFlags(db);
    this.#receipts = new ReceiptReader(db);
    this.#refused = new RefusedReader(db);
  }

  list<R extends ListResource>(
    resource: R,
    propertyId: string,
    request: ListRequest,
  ): ListPage<ListItems[R]> {
    const table = LIST_TABLES[resource];
    const { rows, count } = compileList(table, propertyId, request);
    return this.#db.transaction(() => {
      const found = this.#db
        .prepare<SqlValue[], Row>(rows.sql)
        .all(...rows.values);
      const total = Number(
        this.#db
          .prepare<SqlValue[], bigint>(count.sql)
          .pluck()
          .get(...count.values),
      );
      const shown = found.slice(0, request.pageSize);
      const last = found.length > shown.length ? shown.at(-1) : undefined;
      const results = this.#items(
        resource,
        propertyId,
        shown.map(withoutSortValue),
      ) as ListItems[R][];
      return {
        results,
        totalResults: Math.min(total, TOTAL_MAX),
        totalIsExact: total <= TOTAL_MAX,
        next:
          last === undefined
            ? null
            : cursorAfter(last, idMember(resource), request),
      };
    })();
  }

  #items(
    resource: ListResource,
    propertyId: string,
    rows: unknown[],
  ): unknown[] {
    switch (resource) {
      case "receipts": {
        const receipts = rows as ReceiptRow[];
        const ids = receipts.map((row) => row.receiptId);
        const flags = this.#flags.namesOf(propertyId, ids);
        return receipts.map((row) =>
          summaryOf(row, flags.get(row.receiptId) ?? []),
        );
      }
      case "refused-receipts":
        return this.#refused.views(propertyId, rows as RefusedRow[]);
      case "postings":
        return this.#receipts.postingViews(propertyId, rows as PostingRow[]);
      case "api-keys":
        return (rows as ApiKeyRow[]).map(apiKeyOf);
      case "reservations":
        return (rows as Row[]).map((row) => ({
          ...row,
          blocked: row["blocked"] === 1n,
          creditLeft: atLeastZero(row["creditLeft"]),
        }));
      case "house-accounts":
        return (rows as Row[]).map((row) => ({
          ...row,
          searchable: row["searchable"] === 1n,
          blocked: row["blocked"] === 1n,
        }));
    }
  }
}

const ID_MEMBERS: Readonly<Record<ListResource, string>> = {
  receipts: "receiptId",
  "refused-receipts": "refusedId",
  postings: "postingId",
  reservations: "reservationId",
  "api-keys": "keyId",
  "house-accounts": "folioId",
};

function idMember(resource: ListResource): string {
  return ID_MEMBERS[resource];
}

function cursorAfter(
  row: Row,
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

function withoutSortValue({ [SORT_VALUE]: _value, ...row }: Row): Row {
  return row;
}

function atLeastZero(value: SqlValue | undefined): bigint | null {
  if (typeof value !== "bigint") return null;
  return value < 0n ? 0n : value;
}
