import type { ListPage, ListRequest } from "../../../lists/list-request.ts";
import { foldText } from "../../../reservations/fold-text.ts";
import {
  cursorAfter,
  idMember,
  plainItems,
  withoutSortValue,
} from "../../list-items.ts";
import type { ListRow } from "../../list-items.ts";
import { compileList, TOTAL_MAX } from "../../list-sql.ts";
import type { ListColumn, ListTable, SqlPart } from "../../list-sql.ts";
import { LIST_TABLES } from "../../list-tables.ts";
import type { PostingRow } from "../../posting-rows.ts";
import { summaryOf } from "../../receipt-rows.ts";
import type { ReceiptRow } from "../../receipt-rows.ts";
import type { RefusedRow } from "../../refused-rows.ts";
import type { SqlValue } from "../../sql-value.ts";
import type { ListItems, ListResource } from "../../store.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";
import { standingFlagNames } from "../standing-flags.ts";
import { postingViews } from "./receipts.ts";
import { refusedViews } from "./refused.ts";

/** One implementation for every list; in a transaction of one moment. */
export async function readList<R extends ListResource>(
  sql: Sql,
  resource: R,
  propertyId: string,
  request: ListRequest,
): Promise<ListPage<ListItems[R]>> {
  const table = LIST_TABLES[resource];
  const contained = await readContained(sql, table, propertyId, request);
  const { rows, count } = compileList(
    table,
    propertyId,
    request,
    (column, folded) => ({
      sql: `${column.sql} = ANY((?)::text[])`,
      values: [contained.get(keyOf(column, folded)) ?? "{}"],
    }),
  );
  const found = await run<ListRow>(sql, rows);
  const [counted] = await run<{ count: bigint }>(sql, count);
  const total = Number(counted!.count);
  const shown = found.slice(0, request.pageSize);
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  const plain = shown.map(withoutSortValue);
  const results = await itemsOf(sql, resource, propertyId, plain);
  return {
    results: results as ListItems[R][],
    totalResults: Math.min(total, TOTAL_MAX),
    totalIsExact: total <= TOTAL_MAX,
    next:
      last === undefined
        ? null
        : cursorAfter(last, idMember(resource), request),
  };
}

async function itemsOf(
  sql: Sql,
  resource: ListResource,
  propertyId: string,
  rows: unknown[],
): Promise<unknown[]> {
  switch (resource) {
    case "receipts": {
      const receipts = rows as ReceiptRow[];
      const ids = receipts.map((row) => row.receiptId);
      const flags = await standingFlagNames(sql, propertyId, ids);
      return receipts.map((row) =>
        summaryOf(row, flags.get(row.receiptId) ?? []),
      );
    }
    case "refused-receipts":
      return refusedViews(sql, propertyId, rows as RefusedRow[]);
    case "postings":
      return postingViews(sql, propertyId, rows as PostingRow[]);
    default:
      return plainItems(resource, rows);
  }
}

/**
 * What `~` means is known to `foldText` alone, so that both engines find the same: the different texts of the column
 * are looked through here, and the list is asked for those that fit. Only texts of rows that the rest of the filter
 * leaves are fetched.
 */
async function readContained(
  sql: Sql,
  table: ListTable,
  propertyId: string,
  request: ListRequest,
): Promise<Map<string, string>> {
  const sought: { column: ListColumn; folded: string }[] = [];
  // Every row may contain it: what is left is bounded by everything else.
  const { matching: widest } = compileList(
    table,
    propertyId,
    request,
    (column, folded) => {
      sought.push({ column, folded });
      return { sql: "true", values: [] };
    },
  );
  const texts = new Map<string, string>();
  for (const { column, folded } of sought) {
    const rows = await run<{ text: string | null }>(sql, {
      sql: `SELECT DISTINCT ${column.sql} AS text ${widest.sql}`,
      values: widest.values,
    });
    const fitting = rows
      .map((row) => row.text)
      .filter((text) => text !== null && foldText(text).includes(folded));
    texts.set(keyOf(column, folded), arrayLiteral(fitting));
  }
  return texts;
}

function keyOf(column: ListColumn, folded: string): string {
  return `${column.sql}\n${folded}`;
}

/** A statement with `?` for its values, as the lists are compiled for both engines. */
async function run<Row>(sql: Sql, part: SqlPart): Promise<Row[]> {
  let number = 0;
  const text = part.sql.replace(/\?/g, () => {
    const value = part.values[number] as SqlValue;
    number++;
    return `$${number}::${castOf(value)}`;
  });
  return await sql.rows<Row>(text, ...part.values);
}

function castOf(value: SqlValue): string {
  return typeof value === "string" ? "text" : "bigint";
}
