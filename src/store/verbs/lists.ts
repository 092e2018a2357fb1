import type {
  Filter,
  ListPage,
  ListRequest,
} from "../../lists/list-request.ts";
import { instantOfId } from "../ids.ts";
import { cursorAfter, plainItems } from "../list-items.ts";
import type { ListRow } from "../list-items.ts";
import { compileList, compileRows, TOTAL_MAX } from "../list-sql.ts";
import type { Contains, ListTable, PageRow, SqlPart } from "../list-sql.ts";
import { LIST_TABLES } from "../list-tables.ts";
import type { PostingRow } from "../posting-rows.ts";
import { summaryOf } from "../receipt-rows.ts";
import type { ReceiptRow } from "../receipt-rows.ts";
import type { SqlValue } from "../sql-value.ts";
import type { ReconciliationRow } from "../reconciliation-rows.ts";
import type { RefusedRow } from "../refused-rows.ts";
import { chunks, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import type { ListItems, ListResource } from "../contract/lists.ts";
import type { RefundRow } from "../refund-rows.ts";
import { reconciliationSummaries } from "./reconciliations/views.ts";
import { refundViews } from "./refunds.ts";
import { postingViews } from "./receipts.ts";
import { refusedViews } from "./refused.ts";
import { standingFlagNames } from "./standing-flags.ts";

/** How an engine finds what contains a text: it may have to look first. */
export type FindContains = (
  table: ListTable,
  propertyId: string,
  request: ListRequest,
) => Steps<Contains>;

/** One implementation for every list; of one moment. */
export function* readList<R extends ListResource>(
  resource: R,
  propertyId: string,
  request: ListRequest,
  findContains: FindContains,
): Steps<ListPage<ListItems[R]>> {
  const table = LIST_TABLES[resource];
  const contains = yield* findContains(table, propertyId, request);
  const list = compileList(table, propertyId, request, contains);
  const found =
    (yield* newestRows(table, propertyId, request, contains)) ??
    (yield* ask<PageRow>(list.page));
  const [counted] = yield* ask<{ count: bigint }>(list.count);
  const total = Number(counted!.count);
  const shown = found.slice(0, request.pageSize);
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  const whole = yield* readRows(table, propertyId, shown);
  const results = yield* itemsOf(resource, propertyId, whole);
  return {
    results: results as ListItems[R][],
    totalResults: Math.min(total, TOTAL_MAX),
    totalIsExact: total <= TOTAL_MAX,
    next: last === undefined ? null : cursorAfter(last, request),
  };
}

type FilterClause = Extract<Filter, { kind: "clause" }>;

/** A minute, an hour, a day: each longer than all before it, so that looking in vain costs little. */
const LOOKED_BACK_MS = [60_000, 3_600_000, 86_400_000];

/**
 * The rows of a page that is sorted newest first, where enough of them are found in the minutes or hours before its beginning: then nothing older is on it,
 * and nothing older need be sorted. Null where they are not, or where another order is asked for.
 */
function* newestRows(
  table: ListTable,
  propertyId: string,
  request: ListRequest,
  contains: Contains,
): Steps<PageRow[] | null> {
  const { field, descending } = request.orderBy;
  if (field !== table.newestBy || !descending) return null;
  const newest = yield* newestInstant(table, propertyId, request);
  if (newest === null) return null;
  for (const lookedBackMs of LOOKED_BACK_MS) {
    const since = BigInt(Math.max(0, newest - lookedBackMs));
    const filter = boundSince(request.filter, field, since);
    if (filter === null) return null;
    const { page } = compileList(
      table,
      propertyId,
      { ...request, filter },
      contains,
    );
    const found = yield* ask<PageRow>(page);
    if (found.length > request.pageSize) return found;
  }
  return null;
}

/** Milliseconds UTC: of the row before the page, or of the newest row there is; null where there is none. */
function* newestInstant(
  { from, id, property }: ListTable,
  propertyId: string,
  { cursor }: ListRequest,
): Steps<number | null> {
  if (cursor !== null) return Number(cursor.value);
  const [newest] = yield* ask<{ id: bigint }>({
    sql: `SELECT ${id.sql} AS id FROM ${from} WHERE ${property} = ? ORDER BY ${id.sql} DESC LIMIT 1`,
    values: [propertyId],
  });
  return newest === undefined ? null : instantOfId(newest.id);
}

/**
 * What the filter leaves of the rows since an instant, by one bound: a planner uses the first it meets. Null where the filter itself has a bound that
 * is no earlier.
 */
function boundSince(
  filter: Filter | null,
  field: string,
  since: bigint,
): Filter | null {
  const bound: Filter = { kind: "clause", field, operator: ">=", value: since };
  if (filter === null) return bound;
  const isBound = (part: Filter): part is FilterClause =>
    part.kind === "clause" &&
    part.field === field &&
    (part.operator === ">=" || part.operator === ">");
  const isEarlier = (part: Filter): boolean =>
    isBound(part) && typeof part.value === "bigint" && part.value < since;
  const parts = filter.kind === "and" ? filter.parts : [filter];
  const kept = parts.filter((part) => !isEarlier(part));
  return kept.some(isBound) ? null : { kind: "and", parts: [...kept, bound] };
}

/** The rows of a page, in its order. */
function* readRows(
  table: ListTable,
  propertyId: string,
  page: readonly PageRow[],
): Steps<ListRow[]> {
  const found = new Map<string, ListRow>();
  const name = (within: SqlValue, id: SqlValue): string =>
    `${String(within)} ${String(id)}`;
  for (const [within, alike] of Map.groupBy(page, (row) => row.within)) {
    for (const some of chunks(alike)) {
      const ids = some.map((row) => row.id);
      const rowsOf = compileRows(table, propertyId, { within, ids });
      for (const { id, ...row } of yield* ask<ListRow>(rowsOf))
        found.set(name(within, id!), row);
    }
  }
  return page
    .map(({ within, id }) => found.get(name(within, id)))
    .filter((row) => row !== undefined);
}

/** A statement as lists are compiled, with `?` for its values. */
export function ask<Row>({ sql, values }: SqlPart): Steps<Row[]> {
  let number = 0;
  const text = sql.replace(/\?/g, () => `$${++number}`);
  return rows<Row>(text, ...values);
}

function* itemsOf(
  resource: ListResource,
  propertyId: string,
  found: unknown[],
): Steps<unknown[]> {
  switch (resource) {
    case "receipts": {
      const receipts = found as ReceiptRow[];
      const ids = receipts.map((row) => row.receiptId);
      const flags = yield* standingFlagNames(propertyId, ids);
      return receipts.map((row) =>
        summaryOf(row, flags.get(row.receiptId) ?? []),
      );
    }
    case "refused-receipts":
      return yield* refusedViews(propertyId, found as RefusedRow[]);
    case "refunds":
      return yield* refundViews(propertyId, found as RefundRow[]);
    case "reconciliations":
      return yield* reconciliationSummaries(
        propertyId,
        found as ReconciliationRow[],
      );
    case "postings":
      return yield* postingViews(propertyId, found as PostingRow[]);
    default:
      return plainItems(resource, found);
  }
}
