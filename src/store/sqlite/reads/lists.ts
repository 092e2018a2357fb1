import type { ListPage, ListRequest } from "../../../lists/list-request.ts";
import { foldText } from "../../../reservations/fold-text.ts";
import type { ListItems, ListResource } from "../../store.ts";
import type { Connection } from "../connection.ts";
import { StandingFlags } from "../standing-flags.ts";
import { ReceiptReader } from "./receipts.ts";
import { RefusedReader } from "./refused.ts";
import type { PostingRow } from "../../posting-rows.ts";
import type { Contains } from "../../list-sql.ts";
import { TOTAL_MAX, compileList } from "../../list-sql.ts";
import { LIST_TABLES } from "../../list-tables.ts";
import type { ReceiptRow } from "../../receipt-rows.ts";
import { summaryOf } from "../../receipt-rows.ts";
import type { ListRow } from "../../list-items.ts";
import {
  plainItems,
  idMember,
  cursorAfter,
  withoutSortValue,
} from "../../list-items.ts";
import type { SqlValue } from "../../sql-value.ts";
import type { RefusedRow } from "../../refused-rows.ts";

/** By a function of ours that is registered on the connection. */
export const CONTAINS: Contains = (column, folded) => ({
  sql: `instr(fold_text(${column.sql}), ?) > 0`,
  values: [folded],
});

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
    const { rows, count } = compileList(table, propertyId, request, CONTAINS);
    return this.#db.transaction(() => {
      const found = this.#db
        .prepare<SqlValue[], ListRow>(rows.sql)
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
      default:
        return plainItems(resource, rows);
    }
  }
}
